/** What the bank answers to a debit in the end. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import { errors } from '../../kernel/errors.ts';
import { type Facts, target } from '../../kernel/machine.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { idOf, type StoredCharge } from '../charge/stored.ts';
import { spendId } from '../mandate/use.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { failIntent } from './failure.ts';
import { machine } from './machine.ts';
import { unexpectedState } from './refusals.ts';
import { groupOf } from './split.ts';
import type { StoredIntent } from './stored.ts';

/** Outside actions: the bank's answer to the charge, named by the intent that waits for it. */
export const answered =
  (action: 'settle' | 'fail', ofCharge: 'clear' | 'bounce') =>
  async (work: Work, intent: StoredIntent, facts: Facts): Promise<StoredIntent> => {
    if (target(machine, intent, action) === undefined) throw unexpectedState(action, intent);
    const charge = await work.find<StoredCharge>('charge', intent.latest_charge ?? '', 'charge');
    await work.perform(charge, ofCharge, facts);
    return work.find<StoredIntent>('payment_intent', intent.id, 'intent');
  };

function mandateId({ payment_method_details: details }: StoredCharge): string | null {
  const hash = details && (details as unknown as Readonly<Record<string, { mandate?: string | null }>>)[details.type];
  return hash?.mandate ?? null;
}

async function succeed(work: Work, intent: StoredIntent, charge: StoredCharge): Promise<void> {
  await work.act<StoredIntent>(intent, 'settle', {
    ...groupOf(charge),
    amount_received: charge.amount_captured,
    last_payment_error: null,
  });
  const id = mandateId(charge);
  if (id !== null) await spendId(work, id);
}

async function fail(
  work: Work,
  intent: StoredIntent,
  { id, failure_code, failure_message }: StoredCharge,
): Promise<void> {
  const method = await work.find<StoredPaymentMethod>('payment_method', intent.payment_method ?? '', 'payment_method');
  const error = errors.invalid(failure_message ?? '', undefined, failure_code ?? undefined).with({ charge: id });
  await failIntent(work, intent, method, error, 'fail');
}

async function answer(work: Work, id: string, charge: StoredCharge): Promise<void> {
  const intent = await work.get<StoredIntent>('payment_intent', id);
  if (intent?.status !== 'processing' || intent.latest_charge !== charge.id) return;
  await (charge.status === 'succeeded' ? succeed : fail)(work, intent, charge);
}

/** A charge that was pending no longer is: so is its intent. */
export function chargeAnswered(
  work: Work,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
): Awaitable<void> {
  const was = before as StoredCharge | undefined;
  const charge = after as StoredCharge | undefined;
  if (was?.status !== 'pending' || charge === undefined || charge.status === 'pending') return undefined;
  const id = idOf(charge.payment_intent);
  return id === null ? undefined : answer(work, id, charge);
}
