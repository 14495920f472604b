/** What hangs below Sources, the payment methods of old: https://docs.stripe.com/sources */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject } from '../../kernel/work.ts';
import { makes } from './happening.ts';

type Source = Stripe.Source & StoredObject;
type Transaction = Stripe.SourceTransaction & StoredObject;
type Notification = Stripe.SourceMandateNotification & StoredObject;

const transactionType = 'source_transaction';

export const sourceTransaction = defineResource<Transaction>(transactionType, {
  outline: true,
  events: [on.create('source.transaction.created'), on.change('source.transaction.updated')],
  arisesFrom: {
    source: {
      receive: makes<Source, Transaction>(transactionType, ({ id, amount, currency, type }) => ({
        amount: amount ?? 1000,
        currency: currency ?? 'usd',
        source: id,
        status: 'pending',
        type: type as Transaction['type'],
      })),
      async settle(work, host) {
        const { id } = host as Source;
        const [newest] = await work.list<Transaction>(transactionType, { where: { source: id }, limit: 1 });
        return newest === undefined ? (host as Source) : work.update<Transaction>(newest, { status: 'succeeded' });
      },
    },
  },
});

export const mandateNotification = defineResource<Notification>('source_mandate_notification', {
  outline: true,
  events: [on.create('source.mandate_notification')],
  arisesFrom: {
    source: {
      async notify_of_mandate(work, host) {
        const { amount, type } = host as Source;
        return work.insert<Notification>({
          ...work.blank<Notification>('source_mandate_notification'),
          amount: amount ?? null,
          reason: 'debit_initiated',
          source: await work.show(host as Source),
          status: 'submitted',
          type,
        });
      },
    },
  },
});
