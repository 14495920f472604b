/** Micro-deposits on the account that a SetupIntent sets up. */
import type Stripe from 'stripe';
import { target } from '../../kernel/machine.ts';
import { type Call, type Outcome, Refusal, type Work } from '../../kernel/work.ts';
import {
  type DepositFailure,
  depositError,
  depositsAction,
  mismatch,
  mostGuesses,
  readGuess,
} from '../payment-method/micro-deposits.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { machine } from './machine.ts';
import { notWaiting } from './refusals.ts';
import { decline, fail, succeed } from './result.ts';
import type { StoredSetupIntent } from './stored.ts';

type Params = Stripe.SetupIntentVerifyMicrodepositsParams;
/** The deposits are on their way: what the intent shows meanwhile. */
export function microDeposits(
  work: Work,
  intent: StoredSetupIntent,
  deposits: 'arrive' | 'bounce',
): Partial<StoredSetupIntent> {
  return {
    awaits: 'deposits',
    deposits_bounce: deposits === 'bounce',
    wrong_guesses: 0,
    next_action: depositsAction(work, intent),
  };
}

async function accountOf(work: Work, intent: StoredSetupIntent, action: string): Promise<StoredPaymentMethod> {
  if (target(machine, intent, action) === undefined) throw notWaiting(intent);
  return work.find<StoredPaymentMethod>('payment_method', intent.payment_method ?? '', 'payment_method');
}

/** The holder named the right deposits. */
export async function verify(work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> {
  const account = await accountOf(work, intent, 'verify');
  const verified = await work.update(account, { verified: true });
  return succeed(work, intent, verified, { action: 'verify' });
}

/** Outside actions: the bank returned the deposits, or nobody named them in time. */
export const depositsFail =
  (action: DepositFailure) =>
  async (work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> =>
    fail(work, intent, await accountOf(work, intent, action), depositError(action), { action });

export async function verifyMicrodeposits({ work, params, targets }: Call<Params>): Promise<Outcome> {
  const intent = targets[0] as StoredSetupIntent;
  const account = await accountOf(work, intent, 'verify');
  const { kind, guess } = readGuess(params);
  if (guess === 'right') return verify(work, intent);
  if (guess !== 'wrong') return decline(work, intent, account, depositError(guess), { action: guess });
  const wrong_guesses = (intent.wrong_guesses ?? 0) + 1;
  if (wrong_guesses >= mostGuesses[kind])
    return decline(work, intent, account, depositError('exceed_attempts'), { action: 'exceed_attempts' });
  const counted = await work.update(intent, { wrong_guesses });
  return new Refusal(
    mismatch(kind, mostGuesses[kind] - wrong_guesses).with({ setup_intent: await work.show(counted) }),
  );
}
