import { StripeError } from '../server/kernel/errors.ts';

/** What went wrong, as one sentence for the user. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** What was asked for cannot be meant. */
export class BadUsage extends Failure {}

/** The sentence for what a user can mend; the stack of a defect. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Failure || error instanceof StripeError || error instanceof RangeError) return error.message;
  return error instanceof Error && error.stack !== undefined ? error.stack : String(error);
}
