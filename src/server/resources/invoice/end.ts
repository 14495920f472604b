import { next } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { recordBalance } from '../customer-balance-transaction/record.ts';
import { cancelIntent } from './intent.ts';
import { machine } from './machine.ts';
import type { StoredInvoice } from './stored.ts';

const notCollected = { auto_advance: false, next_payment_attempt: null } as const;

/** What the customer's balance gave to it goes back. */
export async function endVoid(
  work: Work,
  invoice: StoredInvoice,
  patch: Partial<StoredInvoice> = {},
): Promise<StoredInvoice> {
  next(machine, invoice, 'void');
  const voided = await work.act<StoredInvoice>(invoice, 'void', {
    ...patch,
    ...notCollected,
    status_transitions: { ...invoice.status_transitions, voided_at: work.now },
  });
  await cancelIntent(work, invoice, 'void_invoice');
  const { applied, customer, currency, id } = invoice;
  if (applied !== 0 && customer !== null)
    await recordBalance(work, customer, { type: 'unapplied_from_invoice', amount: -applied, currency, invoice: id });
  return voided;
}

export const voidInvoice = ({ work, targets }: Call): Promise<StoredInvoice> =>
  endVoid(work, targets[0] as StoredInvoice);

export async function markUncollectible({ work, targets }: Call): Promise<StoredInvoice> {
  const invoice = targets[0] as StoredInvoice;
  return work.act<StoredInvoice>(invoice, 'mark_uncollectible', {
    ...notCollected,
    status_details: { uncollectible: { reason: 'user_forgiven' } },
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: work.now },
  });
}
