/** What the bank answers in the end. */
import { errors } from '../../kernel/errors.ts';
import { type Facts, target } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { machine } from './machine.ts';
import { unexpectedState } from './refusals.ts';
import { fail, succeed } from './result.ts';
import type { StoredSetupIntent } from './stored.ts';

async function accountOf(work: Work, intent: StoredSetupIntent, action: string): Promise<StoredPaymentMethod> {
  if (target(machine, intent, action) === undefined) throw unexpectedState(action, intent);
  return work.find<StoredPaymentMethod>('payment_method', intent.payment_method ?? '', 'payment_method');
}

export async function settle(work: Work, intent: StoredSetupIntent): Promise<StoredSetupIntent> {
  return succeed(work, intent, await accountOf(work, intent, 'settle'), { action: 'settle' });
}

/** Fact `code`, `setup_attempt_failed` when left out. */
export async function failProcessing(work: Work, intent: StoredSetupIntent, facts: Facts): Promise<StoredSetupIntent> {
  const account = await accountOf(work, intent, 'fail');
  const { code = 'setup_attempt_failed' } = facts;
  const error = errors.invalid(
    'The latest attempt to set up the payment method has failed.',
    undefined,
    typeof code === 'string' ? code : 'setup_attempt_failed',
  );
  return fail(work, intent, account, error, { action: 'fail' });
}
