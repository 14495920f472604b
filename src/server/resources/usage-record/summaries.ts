/** Usage by period, newest first: what invoices billed, and what the period that runs has come to. */
import { pageOf, pageQuery } from '../../kernel/page.ts';
import type { Call, ListResult, Work } from '../../kernel/work.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import type { StoredPrice } from '../price/stored.ts';
import type { StoredSubscriptionItem } from '../subscription/stored.ts';
import type { UsageRecordSummary } from './stored.ts';
import { recordedUsage } from './usage.ts';

interface Params {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
}

const core = (id: string): string => id.slice(id.lastIndexOf('_') + 1);

/** Of the same id at every look, though nothing is stored. */
const summary = (
  item: string,
  start: number,
  rest: Pick<UsageRecordSummary, 'invoice' | 'period' | 'total_usage'>,
): UsageRecordSummary => ({
  id: `sis_${core(item)}${start.toString(36)}`,
  object: 'usage_record_summary',
  livemode: false,
  subscription_item: item,
  ...rest,
});

async function billed(work: Work, item: string): Promise<UsageRecordSummary[]> {
  const lines = await work.list<StoredLine>('line_item', {
    filter: (row) => (row as StoredLine).parent?.subscription_item_details?.subscription_item === item,
  });
  const byInvoice = new Map<string | null, UsageRecordSummary>();
  for (const { invoice, period, quantity } of lines) {
    const used = (quantity ?? 0) + (byInvoice.get(invoice)?.total_usage ?? 0);
    byInvoice.set(invoice, summary(item, period.start, { invoice, period, total_usage: used }));
  }
  return [...byInvoice.values()].sort((a, b) => (b.period.start ?? 0) - (a.period.start ?? 0));
}

export async function listUsageRecordSummaries({ work, params, targets }: Call<Params>): Promise<ListResult> {
  const item = targets[0] as StoredSubscriptionItem;
  const price = await work.find<StoredPrice>('price', item.price.id, 'price');
  const { current_period_start: start, current_period_end: end } = item;
  const total_usage = await recordedUsage(work, item.id, price.aggregate_usage ?? 'sum', { start, end });
  const running = summary(item.id, start, { invoice: null, period: { start, end: null }, total_usage });
  const all = [running, ...(await billed(work, item.id)).filter(({ id }) => id !== running.id)];
  const url = `/v1/subscription_items/${item.id}/usage_record_summaries`;
  return pageOf(all, pageQuery(params), 'usage_record_summary', url);
}
