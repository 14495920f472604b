/** What becomes of a payment with a payment method that is no card. */
import { accountOutcome, type Debit } from './account-outcome.ts';
import { type AfterCharge, type CardOutcome, uneventful } from './card-outcome.ts';
import { complaintOf } from './payer-emails.ts';
import type { StoredPaymentMethod } from './stored.ts';
import { methodType } from './types.ts';

interface OtherOutcome {
  readonly debit: Debit;
  /** What follows once the money is there. */
  readonly after: Pick<CardOutcome, 'afterCharge' | 'bypassPending' | 'refund'>;
}

function complaints(method: StoredPaymentMethod, debit: Debit): readonly AfterCharge[] {
  if (debit.answer === 'clears' && debit.disputed) return ['dispute_bank_debit'];
  const complaint = method.type === 'paypal' ? complaintOf(method.billing_details.email) : undefined;
  return complaint === undefined ? uneventful.afterCharge : [complaint];
}

export function otherOutcome(method: StoredPaymentMethod): OtherOutcome {
  const { debit } = accountOutcome(method.type, method.test_account);
  const refund = methodType(method.type)?.refund === 'pending' ? 'pending' : 'succeeded';
  return { debit, after: { afterCharge: complaints(method, debit), bypassPending: false, refund } };
}
