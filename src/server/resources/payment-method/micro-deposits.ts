/** Two small deposits, or one with a code, prove who holds an account: https://docs.stripe.com/payments/ach-debit/set-up-payment */
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';

type Guess = 'right' | 'wrong' | 'exceed_attempts' | 'time_out';

/** Values of the test mode. */
const amounts: Readonly<Record<string, Guess>> = { '32,45': 'right', '10,11': 'exceed_attempts', '40,41': 'time_out' };
const codes: Readonly<Record<string, Guess>> = { SM11AA: 'right', SM33CC: 'exceed_attempts', SM44DD: 'time_out' };

/** Wrong guesses allowed. */
export const mostGuesses = { amounts: 3, descriptor_code: 10 } as const;

const day = 24 * 60 * 60;

/** Seconds that the customer has to verify micro-deposits; seconds in test mode until the bank returns them. */
export const verificationTime = 10 * day;
export const bounceDelay = 5;

interface Waiting {
  readonly id: string;
  readonly client_secret: string | null;
}

/** The deposits are on their way: what the intent asks for meanwhile. */
export function depositsAction(work: Work, { id, client_secret }: Waiting) {
  const tomorrow = (Math.floor(work.now / day) + 1) * day;
  return {
    type: 'verify_with_microdeposits' as const,
    verify_with_microdeposits: {
      arrival_date: tomorrow,
      hosted_verification_url: `${work.baseUrl}/_emulator/microdeposits/${id}?client_secret=${String(client_secret)}`,
      microdeposit_type: 'descriptor_code' as const,
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

export type DepositFailure = keyof typeof failures;

export function depositError(action: DepositFailure): StripeError {
  const [code, message] = failures[action];
  return errors.invalid(message, undefined, code);
}

/** What a request names. */
interface SentDeposits {
  readonly amounts?: readonly number[];
  readonly descriptor_code?: string;
}

export function readGuess({ amounts: sent, descriptor_code: code }: SentDeposits): {
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

export function mismatch(kind: keyof typeof mostGuesses, left: number): StripeError {
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
