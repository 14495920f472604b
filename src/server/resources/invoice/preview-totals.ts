import type { Work } from '../../kernel/work.ts';
import { computedFields } from '../invoice-line-item/amounts.ts';
import { hiddenFields as lineFields, type StoredLine } from '../invoice-line-item/stored.ts';
import { dueOf } from './amounts/due.ts';
import { previewed, visible } from './previewed.ts';
import { totalFields, totalsOfLines } from './refresh.ts';
import { hiddenFields, type StoredInvoice } from './stored.ts';

/** An invoice that is stored nowhere, with its lines in it and what they add up to. */
export async function withTotals(
  work: Work,
  invoice: StoredInvoice,
  lines: readonly StoredLine[],
): Promise<StoredInvoice> {
  const totals = await totalsOfLines(work, invoice, lines);
  const { amount_due, ending_balance } = dueOf(totals.total, invoice.starting_balance, 0);
  const data = lines.map((line, at) => {
    const amounts = totals.lines[at];
    return visible(amounts === undefined ? line : { ...line, ...computedFields(amounts) }, lineFields);
  });
  const shown: StoredInvoice = {
    ...invoice,
    ...totalFields(totals),
    amount_due,
    amount_remaining: amount_due,
    ending_balance,
  };
  const url = `/v1/invoices/${invoice.id}/lines`;
  return previewed(shown, hiddenFields, { data, url, total_count: data.length });
}
