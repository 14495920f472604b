/** How usage records of a metered price without a meter add up: https://docs.stripe.com/changelog/basil/2025-03-31 took them away. */
import { errors } from '../../kernel/errors.ts';

const aggregations = ['last_during_period', 'last_ever', 'max', 'sum'] as const;

export type Aggregation = (typeof aggregations)[number];

interface Sent {
  readonly aggregate_usage?: string | undefined;
  readonly meter?: string | undefined;
  readonly usage_type?: string | undefined;
}

const isAggregation = (sent: string): sent is Aggregation => (aggregations as readonly string[]).includes(sent);

/** Null where a meter counts, or nothing is counted. */
export function readAggregation(
  { aggregate_usage: sent, meter, usage_type: usage = 'licensed' }: Sent,
  param: string,
): Aggregation | null {
  if (sent === undefined) return usage === 'metered' && meter === undefined ? 'sum' : null;
  if (!isAggregation(sent)) throw errors.invalid(`Invalid ${param}: must be one of ${aggregations.join(', ')}`, param);
  if (usage !== 'metered') throw errors.invalid('`aggregate_usage` can only be set with `usage_type=metered`.', param);
  if (meter !== undefined) throw errors.invalid('`aggregate_usage` cannot be set on a price that has a meter.', param);
  return sent;
}
