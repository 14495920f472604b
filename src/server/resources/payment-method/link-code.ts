/** The code that Link sends to its customer's telephone: https://docs.stripe.com/payments/link/test */
import { errors } from '../../kernel/errors.ts';
import { readFacts, text } from '../../kernel/facts.ts';
import type { Facts } from '../../kernel/machine.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';

const form = /^\d{6}$/;

/** Every other code of six digits is the right one. */
const refused: Readonly<Record<string, string>> = {
  '000001': 'The code is invalid.',
  '000002': 'The code has expired.',
};
const exceedsAttempts = '000003';

/** Outside action of an intent that waits for the payer. Fact `code`, six digits. Throws for a code that is not the right one. */
export async function enterCode<T extends StoredObject>(work: Work, intent: T, facts: Facts): Promise<T> {
  const { code } = readFacts(facts, { code: text });
  if (code === undefined || !form.test(code)) throw errors.invalid('The code has six digits.', 'code');
  const refusal = refused[code];
  if (refusal !== undefined) throw errors.invalid(refusal, 'code');
  return (await work.perform(intent, code === exceedsAttempts ? 'fail_authentication' : 'authenticate')) as T;
}
