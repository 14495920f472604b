/** Setting up what is no card: at the bank, at the wallet, or with micro-deposits. */
import type { Refusal, Work } from '../../kernel/work.ts';
import { checkWayOut, wayOut } from '../payment-intent/way-out.ts';
import { accountOutcome } from '../payment-method/account-outcome.ts';
import { bankDecline } from '../payment-method/bank-failures.ts';
import type { MethodType } from '../payment-method/method-type.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import { microDeposits } from './micro-deposits.ts';
import { checkType } from './not-emulated.ts';
import { bankError, decline, keepProcessing, succeed, wait } from './result.ts';
import type { StoredSetupIntent } from './stored.ts';

export interface Confirmation {
  /** What the same change writes to the intent. */
  readonly patch: Partial<StoredSetupIntent>;
  /** Where the customer comes back to; in the page itself when left out. */
  readonly returnUrl: string | undefined;
  /** Stripe's libraries show what is to be done themselves. */
  readonly inApp: boolean;
}

type Way = (
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  confirmation: Confirmation,
) => Promise<StoredSetupIntent | Refusal>;

const atBank: Way = async (work, intent, method, { patch }) => {
  const { debit, setUp } = accountOutcome(method.type, method.test_account);
  const step = { action: 'confirm', patch } as const;
  if (setUp !== undefined) return decline(work, intent, method, bankError(bankDecline(setUp)), step);
  return debit.answer === 'never' ? keepProcessing(work, intent, method, step) : succeed(work, intent, method, step);
};

const withDeposits: Way = async (work, intent, method, confirmation) => {
  const options = intent.payment_method_options?.[method.type as 'us_bank_account'];
  if (method.verified === true && options?.verification_method !== 'microdeposits')
    return atBank(work, intent, method, confirmation);
  const { deposits } = accountOutcome(method.type, method.test_account);
  return wait(work, intent, method, { ...confirmation.patch, ...microDeposits(work, intent, deposits) });
};

const atPage: Way = async (work, intent, method, { patch, returnUrl }) => {
  checkWayOut(method.type, returnUrl);
  const next_action = wayOut(work, intent, method.type, returnUrl) as StoredSetupIntent['next_action'];
  return wait(work, intent, method, { ...patch, awaits: 'payer', return_url: returnUrl ?? null, next_action });
};

const ways: Readonly<Record<MethodType['step'], Way>> = {
  none: atBank,
  deposits: withDeposits,
  redirect: atPage,
  code: (work, intent, method, confirmation) =>
    (confirmation.inApp ? atPage : atBank)(work, intent, method, confirmation),
  // A cash balance cannot be saved: no SetupIntent accepts it.
  transfer: atBank,
};

export async function setUpOther(...[work, intent, method, confirmation]: Parameters<Way>): ReturnType<Way> {
  const type = methodType(method.type);
  checkType(method.type);
  return ways[type?.step ?? 'none'](work, intent, method, confirmation);
}
