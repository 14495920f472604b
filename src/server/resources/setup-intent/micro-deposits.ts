/** Two small deposits, or one with a code, prove who holds an account: https://docs.stripe.com/payments/ach-debit/set-up-payment */
import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import { target } from '../../kernel/machine.ts';
import { type Call, type Outcome, Refusal, type Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { machine } from './machine.ts';
import { notWaiting } from './refusals.ts';
import { decline, fail, succeed } from './result.ts';
import type { StoredSetupIntent } from './stored.ts';

type Params = Stripe.SetupIntentVerifyMicrodepositsParams;
type Guess = 'right' | 'wrong' | 'exceed_attempts' | 'time_out';

/** Values of the test mode. */
const amounts: Readonly<Record<string, Guess>> = { '32,45': 'right', '10,11': 'exceed_attempts', '40,41': 'time_out' };
const codes: Readonly<Record<string, Guess>> = { SM11AA: 'right', SM33CC: 'exceed_attempts', SM44DD: 'time_out' };

/** Wrong guesses allowed. */
const mostGuesses = { amounts: 3, descriptor_code: 10 } as const;

const day = 24 * 60 * 60;

/** The deposits are on their way: what the intent shows meanwhile. */
export function microDeposits(
  work: Work,
  intent: StoredSetupIntent,
  deposits: 'arrive' | 'bounce',
): Partial<StoredSetupIntent> {
  const tomorrow = (Math.floor(work.now / day) + 1) * day;
  return {
    awaits: 'deposits',
    deposits_bounce: deposits === 'bounce',
    wrong_guesses: 0,
    next_action: {
      type: 'verify_with_microdeposits',
      verify_with_microdeposits: {
        arrival_date: tomorrow,
        hosted_verification_url: `${work.baseUrl}/_emulator/microdeposits/${intent.id}?client_secret=${String(intent.client_secret)}`,
        microdeposit_type: 'descriptor_code',
      },
    },
  };
}

const failures = {
  bounce: [
    'payment_method_microdeposit_failed',
    'Microdeposits failed. Please check the account, institution and transit numbers provided.',
  ],
  exceed_attempts: [
    'payment_method_microdeposit_verification_attempts_exceeded',
    'You have exceeded the number of allowed verification attempts.',
  ],
  time_out: [
    'payment_method_microdeposit_verification_timeout',
    "Microdeposit timeout. Customer hasn't verified their bank account within the required 10 day period.",
  ],
} as const;

type Failure = keyof typeof failures;

function failureOf(action: Failure): StripeError {
  const [code, message] = failures[action];
  return errors.invalid(message, undefined, code);
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
  (action: Failure) =>
  async (work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> =>
    fail(work, intent, await accountOf(work, intent, action), failureOf(action), { action });

export async function verifyMicrodeposits({ work, params, targets }: Call<Params>): Promise<Outcome> {
  const intent = targets[0] as StoredSetupIntent;
  const account = await accountOf(work, intent, 'verify');
  const { kind, guess } = readGuess(params);
  if (guess === 'right') return verify(work, intent);
  if (guess !== 'wrong') return decline(work, intent, account, failureOf(guess), { action: guess });
  const wrong_guesses = (intent.wrong_guesses ?? 0) + 1;
  if (wrong_guesses >= mostGuesses[kind])
    return decline(work, intent, account, failureOf('exceed_attempts'), { action: 'exceed_attempts' });
  const counted = await work.update(intent, { wrong_guesses });
  return new Refusal(
    mismatch(kind, mostGuesses[kind] - wrong_guesses).with({ setup_intent: await work.show(counted) }),
  );
}

function readGuess({ amounts: sent, descriptor_code: code }: Params): {
  kind: keyof typeof mostGuesses;
  guess: Guess;
} {
  if (code !== undefined && sent !== undefined) throw errors.exclusive(['amounts', 'descriptor_code']);
  if (code !== undefined) return { kind: 'descriptor_code', guess: codes[code.toUpperCase()] ?? 'wrong' };
  if (sent === undefined) throw errors.parameterMissing('amounts');
  if (sent.length !== 2 || sent.some((amount) => amount < 1)) {
    throw errors.invalid(
      'The amounts provided are invalid. You must provide exactly two positive integers, in cents.',
      'amounts',
      'payment_method_microdeposit_verification_amounts_invalid',
    );
  }
  return { kind: 'amounts', guess: amounts[[...sent].sort((a, b) => a - b).join()] ?? 'wrong' };
}

function mismatch(kind: keyof typeof mostGuesses, left: number): StripeError {
  const rest = `You have ${left} verification ${left === 1 ? 'attempt' : 'attempts'} remaining.`;
  return kind === 'amounts'
    ? errors.invalid(
        `The amounts provided do not match the amounts that were sent to the bank account. ${rest}`,
        undefined,
        'payment_method_microdeposit_verification_amounts_mismatch',
      )
    : errors.invalid(
        `The verification code provided does not match the one sent to the bank account. ${rest}`,
        undefined,
        'payment_method_microdeposit_verification_descriptor_code_mismatch',
      );
}
