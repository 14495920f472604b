/** Invoice items become lines of a draft. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredItem } from '../invoice-item/stored.ts';
import { lineOf } from '../invoice-line-item/from-item.ts';
import { appendLines } from '../invoice-line-item/of-invoice.ts';
import type { StoredInvoice } from './stored.ts';

/** What waits for the customer's next invoice (or the subscription's), newest first. */
export function pendingItems(
  work: Work,
  { customer, currency }: Pick<StoredInvoice, 'customer' | 'currency'>,
  subscription: string | null = null,
): Awaitable<StoredItem[]> {
  return work.list<StoredItem>('invoiceitem', {
    where: { customer, invoice: null },
    filter: (row) => {
      const item = row as StoredItem;
      return item.currency === currency && (item.parent?.subscription_details?.subscription ?? null) === subscription;
    },
  });
}

/** Writes the lines; the caller refreshes the invoice. */
export async function takeItems(work: Work, invoice: StoredInvoice, items: readonly StoredItem[]): Promise<void> {
  if (items.length === 0) return;
  await appendLines(
    work,
    invoice.id,
    items.map((item) => lineOf(work, item, invoice.id)),
  );
  for (const item of items) await work.update(item, { invoice: invoice.id });
}
