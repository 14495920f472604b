/** What usage records add up to. */
import type { Work } from '../../kernel/work.ts';
import type { Aggregation } from '../price/aggregate-usage.ts';
import type { UsageRecord } from './stored.ts';

/** Unix seconds; the end is not part of it. */
interface Span {
  readonly start: number;
  readonly end: number;
}

function add(aggregation: Aggregation, records: readonly UsageRecord[]): number {
  const quantities = records.map(({ quantity }) => quantity);
  if (aggregation === 'sum') return quantities.reduce((sum, each) => sum + each, 0);
  if (aggregation === 'max') return Math.max(0, ...quantities);
  return quantities.at(-1) ?? 0;
}

/** `last_ever` looks back beyond the period. */
export async function recordedUsage(
  work: Work,
  subscription_item: string,
  aggregation: Aggregation,
  { start, end }: Span,
): Promise<number> {
  const since = aggregation === 'last_ever' ? 0 : start;
  const records = await work.list<UsageRecord>('usage_record', {
    where: { subscription_item },
    filter: (row) => {
      const { timestamp } = row as UsageRecord;
      return timestamp >= since && timestamp < end;
    },
  });
  return add(
    aggregation,
    records.sort((a, b) => a.timestamp - b.timestamp),
  );
}
