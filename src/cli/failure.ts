import { suggestion } from '../scenarios/nearest.ts';
import { StripeError } from '../server/kernel/errors.ts';

/** What went wrong, as one sentence for the user. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** What was asked for cannot be meant. */
export class BadUsage extends Failure {}

/** `known` are the events that there are. */
export function noEvent(type: string, known: readonly string[]): BadUsage {
  const meant = suggestion(type, known) || "; 'stripe-emulator trigger' names those that there are.";
  return new BadUsage(`There is no event '${type}'${meant}`);
}

const fileTroubles: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
};

/** Why something did not work, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return fileTroubles[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message;
}

/** What an emulator refuses of its options was asked for wrongly. */
export function asUsage(error: unknown): never {
  throw error instanceof StripeError || error instanceof RangeError ? new BadUsage(error.message) : error;
}

/** The sentence for what a user can mend; the stack of a defect. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Failure || error instanceof StripeError || error instanceof RangeError) return error.message;
  return error instanceof Error && error.stack !== undefined ? error.stack : String(error);
}
