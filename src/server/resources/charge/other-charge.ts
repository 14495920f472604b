/** Legacy charges on what is no card: Sources, and customers' verified bank accounts. */
import { errors } from '../../kernel/errors.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { type AccountOutcome, accountOutcome } from '../payment-method/account-outcome.ts';
import { bankDecline } from '../payment-method/bank-failures.ts';
import { uneventful } from '../payment-method/card-outcome.ts';
import type { Fields } from '../payment-method/method-type.ts';
import { otherOutcome } from '../payment-method/other-outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { fill } from '../payment-method/told.ts';
import { methodType } from '../payment-method/types.ts';
import { complain } from './aftermath.ts';
import { clearingOf, debit } from './clear.ts';
import { chargeNow, declineCharge, otherPaymentId, type Payment } from './create.ts';
import { collectDirectFee } from './split.ts';
import type { StoredCharge } from './stored.ts';

type Common = Pick<Payment, 'amount' | 'currency' | 'billingDetails' | 'inherited' | 'capture'>;

/** ACH before it was a payment method. */
function achDebit({ us_bank_account: account }: StoredPaymentMethod): Fields {
  const { account_holder_type = null, bank_name = null, fingerprint = null, last4 = null } = account ?? {};
  return {
    account_holder_type,
    bank_name,
    country: 'US',
    fingerprint,
    last4,
    routing_number: account?.routing_number ?? null,
  };
}

function paymentWith(work: Work, common: Common, method: StoredPaymentMethod, shownAs: string): Payment {
  const { after } = otherOutcome(method);
  const hash = shownAs === 'ach_debit' ? achDebit(method) : fill(work, methodType(method.type)?.payment ?? {}, method);
  return {
    ...common,
    details: { type: shownAs, [shownAs]: hash },
    id: otherPaymentId(work),
    outcome: { ...uneventful, radar: 'not_assessed', ...after },
  };
}

/** `shownAs` is the type that the charge tells. */
export async function chargeOther(
  work: Work,
  common: Common,
  method: StoredPaymentMethod,
  shownAs: string = method.type,
): Promise<StoredCharge | Refusal> {
  const payment = paymentWith(work, common, method, shownAs);
  const { debit: asked }: AccountOutcome = accountOutcome(method.type, method.test_account);
  if (asked.answer === 'refused') {
    const { charges: _, ...refusal } = bankDecline(asked.code);
    const failed = await declineCharge(work, payment, bankDecline(asked.code));
    return new Refusal(errors.card({ ...refusal, charge: failed.id }));
  }
  if (methodType(method.type)?.slow) return debit(work, payment, clearingOf(work, asked));
  const charge = await chargeNow(work, payment);
  if (!charge.captured) return charge;
  await collectDirectFee(work, charge);
  return complain(work, charge);
}
