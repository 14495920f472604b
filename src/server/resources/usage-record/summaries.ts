/** Usage by period, newest first: what invoices billed, and what the period that runs has come to. */
import { errors } from '../../kernel/errors.ts';
import type { Call, ListResult, Work } from '../../kernel/work.ts';
import { pageQuery } from '../event/page-query.ts';
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
  const { limit = 10, startingAfter, endingBefore } = pageQuery(params);
  const placeOf = (id: string, param: string): number => {
    const at = all.findIndex((each) => each.id === id);
    if (at === -1) throw errors.missing('usage_record_summary', id, param, 'parameter');
    return at;
  };
  const until = endingBefore === undefined ? all.length : placeOf(endingBefore, 'ending_before');
  const from =
    endingBefore === undefined
      ? startingAfter === undefined
        ? 0
        : placeOf(startingAfter, 'starting_after') + 1
      : Math.max(0, until - limit);
  const data = all.slice(from, Math.min(until, from + limit));
  const url = `/v1/subscription_items/${item.id}/usage_record_summaries`;
  return { object: 'list', data, has_more: endingBefore === undefined ? from + limit < all.length : from > 0, url };
}
