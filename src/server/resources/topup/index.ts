import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { errors } from '../../kernel/errors.ts';
import { on } from '../../kernel/events.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';
import { outside } from './bank.ts';
import { machine, type StoredTopup } from './machine.ts';
import { payerOf } from './source.ts';

async function createTopup({ work, params }: Call<Stripe.TopupCreateParams>): Promise<StoredTopup> {
  const { amount, description, metadata, payment_method, source, statement_descriptor, transfer_group } = params;
  const currency = readCurrency(params.currency);
  if (amount < 1) throw errors.invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (work.account !== work.platform) throw errors.invalid('Top-ups are made by the platform only.');
  const payer = await payerOf(work, { currency, payment_method, source });
  return work.insert<StoredTopup>({
    ...work.blank<Stripe.Topup>('topup'),
    amount,
    currency,
    description: description ?? null,
    expected_availability_date: work.now,
    initiated_by: 'user',
    metadata: mergeMetadata({}, metadata),
    ...(payment_method !== undefined && { payment_method }),
    statement_descriptor: statement_descriptor ?? null,
    status: 'pending',
    transfer_group: transfer_group ?? null,
    ...payer,
  });
}

const cancelTopup = ({ work, targets }: Call): Awaitable<StoredTopup> => work.act(targets[0] as StoredTopup, 'cancel');

export const topup = defineResource<StoredTopup>('topup', {
  noun: 'top-up',
  machine,
  events: [
    on.create('topup.created'),
    on.enter('succeeded', 'topup.succeeded'),
    on.enter('failed', 'topup.failed'),
    on.enter('canceled', 'topup.canceled'),
    on.enter('reversed', 'topup.reversed'),
  ],
  operations: { 'topups.create': createTopup, 'topups.cancel': cancelTopup },
  outside,
  hidden: ['fate'],
});
