/** Paying with what is no card: at once, on a bank's or a wallet's page, by debit, or out of a cash balance. */
import type { Refusal, Work } from '../../kernel/work.ts';
import type { MethodType } from '../payment-method/method-type.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import { collect } from './collect.ts';
import { authenticationNotHandled, authenticationRequired, failPayment } from './failure.ts';
import { payByTransfer } from './funds.ts';
import type { Result } from './machine.ts';
import { checkPermission } from './mandates.ts';
import { waitForDeposits } from './micro-deposits.ts';
import { checkCapability, checkPayable, notEmulated } from './payable.ts';
import type { Attempt } from './payment.ts';
import type { StoredIntent } from './stored.ts';
import { checkWayOut, wayOut } from './way-out.ts';

type Way = (
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  attempt: Attempt,
) => Promise<StoredIntent | Refusal>;

const atPage: Way = async (work, intent, method, attempt) => {
  const { action, patch, returnUrl } = attempt;
  if (attempt.offSession) return failPayment(work, intent, method, authenticationRequired, { action, patch });
  if (attempt.errorOnAction) return failPayment(work, intent, method, authenticationNotHandled, { action, patch });
  checkWayOut(method.type, returnUrl);
  return work.act<StoredIntent>(
    intent,
    action,
    {
      ...patch,
      acceptance: attempt.acceptance,
      awaits: 'payer',
      last_payment_error: null,
      next_action: wayOut(work, intent, method.type, returnUrl),
      payment_method: method.id,
      return_url: returnUrl ?? null,
    },
    { result: 'challenged' satisfies Result },
  );
};

const withDeposits: Way = async (work, intent, method, attempt) => {
  const options = intent.payment_method_options?.[method.type as 'us_bank_account'];
  const isVerified = method.verified === true && options?.verification_method !== 'microdeposits';
  return isVerified ? collect(work, intent, method, attempt) : waitForDeposits(work, intent, method, attempt);
};

/** What the payer does before the money moves; nothing where that was done before, to save the payment method. */
const ways: Readonly<Record<MethodType['step'], Way>> = {
  none: collect,
  deposits: withDeposits,
  redirect: (work, intent, method, attempt) =>
    (method.set_up && method.customer !== null ? collect : atPage)(work, intent, method, attempt),
  // Stripe's libraries ask for the code that Link sent; a server names a payer who has given it already.
  code: (work, intent, method, attempt) => (attempt.inApp ? atPage : collect)(work, intent, method, attempt),
  transfer: payByTransfer,
};

export async function payOther(...[work, intent, method, attempt]: Parameters<Way>): ReturnType<Way> {
  const type = methodType(method.type);
  if (type === undefined) throw notEmulated(method.type);
  checkPayable(intent, method, type);
  await checkCapability(work, method, type);
  await checkPermission(work, method, type, attempt);
  return ways[type.step](work, intent, method, attempt);
}
