/** A bank account that nobody has verified is verified before it is debited. */
import type Stripe from 'stripe';
import { target } from '../../kernel/machine.ts';
import { type Call, type Outcome, Refusal, type Work } from '../../kernel/work.ts';
import { accountOutcome } from '../payment-method/account-outcome.ts';
import {
  type DepositFailure,
  depositError,
  depositsAction,
  mismatch,
  mostGuesses,
  readGuess,
} from '../payment-method/micro-deposits.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { collect } from './collect.ts';
import { failIntent } from './failure.ts';
import { machine, type Result } from './machine.ts';
import type { Attempt } from './payment.ts';
import { notWaiting } from './refusals.ts';
import type { StoredIntent } from './stored.ts';

export async function waitForDeposits(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  { action, patch, acceptance }: Attempt,
): Promise<StoredIntent> {
  const { deposits } = accountOutcome(method.type, method.test_account);
  return work.act<StoredIntent>(
    intent,
    action,
    {
      ...patch,
      acceptance,
      awaits: 'deposits',
      deposits_bounce: deposits === 'bounce',
      last_payment_error: null,
      next_action: depositsAction(work, intent),
      payment_method: method.id,
      wrong_guesses: 0,
    },
    { result: 'challenged' satisfies Result },
  );
}

async function accountOf(work: Work, intent: StoredIntent, action: string): Promise<StoredPaymentMethod> {
  if (target(machine, intent, action) === undefined) throw notWaiting(intent);
  return work.find<StoredPaymentMethod>('payment_method', intent.payment_method ?? '', 'payment_method');
}

/** The holder named the right deposits: the account can be debited. */
async function debitVerified(work: Work, intent: StoredIntent): Promise<StoredIntent | Refusal> {
  const account = await accountOf(work, intent, 'verify');
  const verified = await work.update(account, { verified: true });
  return collect(work, intent, verified, { action: 'verify', patch: {} });
}

/** Outside action. */
export async function verify(work: Work, intent: StoredIntent): Promise<StoredIntent> {
  const outcome = await debitVerified(work, intent);
  return outcome instanceof Refusal ? work.find<StoredIntent>('payment_intent', intent.id, 'intent') : outcome;
}

/** Outside actions: the bank returned the deposits, or nobody named them in time. */
export const depositsFail =
  (action: DepositFailure) =>
  async (work: Work, intent: StoredIntent): Promise<StoredIntent> =>
    failIntent(work, intent, await accountOf(work, intent, action), depositError(action), action);

async function giveUp(work: Work, intent: StoredIntent, action: DepositFailure): Promise<Refusal> {
  const failed = await depositsFail(action)(work, intent);
  return new Refusal(depositError(action).with({ payment_intent: await work.show(failed) }));
}

type Params = Stripe.PaymentIntentVerifyMicrodepositsParams;

export async function verifyMicrodeposits({ work, params, targets }: Call<Params>): Promise<Outcome> {
  const intent = targets[0] as StoredIntent;
  await accountOf(work, intent, 'verify');
  const { kind, guess } = readGuess(params);
  if (guess === 'right') return debitVerified(work, intent);
  if (guess !== 'wrong') return giveUp(work, intent, guess);
  const wrong_guesses = (intent.wrong_guesses ?? 0) + 1;
  if (wrong_guesses >= mostGuesses[kind]) return giveUp(work, intent, 'exceed_attempts');
  const counted = await work.update(intent, { wrong_guesses });
  return new Refusal(
    mismatch(kind, mostGuesses[kind] - wrong_guesses).with({ payment_intent: await work.show(counted) }),
  );
}
