/** https://docs.stripe.com/api/usage_records/create?api-version=2025-02-24.acacia */
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import type { StoredPrice } from '../price/stored.ts';
import type { StoredSubscriptionItem } from '../subscription/stored.ts';
import type { UsageRecord } from './stored.ts';

interface Params {
  readonly quantity: number;
  readonly action?: 'increment' | 'set';
  readonly timestamp?: number | 'now';
}

async function checkPrice(work: Work, { id, price: { id: priced } }: StoredSubscriptionItem): Promise<void> {
  const price = await work.find<StoredPrice>('price', priced, 'price');
  if (price.aggregate_usage !== null) return;
  throw errors.invalid(
    price.recurring?.meter
      ? `Usage of subscription item ${id} is counted by the meter ${price.recurring.meter}: report it with meter events.`
      : `Usage records can only be created for metered prices; the price ${price.id} of subscription item ${id} is licensed.`,
  );
}

function checkTime({ current_period_start: start, current_period_end: end }: StoredSubscriptionItem, at: number): void {
  if (at < start) {
    throw errors.invalid(
      "Cannot create the usage record with this timestamp because timestamps must be after the subscription's last invoice period (or current period start time).",
      'timestamp',
    );
  }
  if (at >= end) {
    throw errors.invalid(
      "Cannot create the usage record with this timestamp because timestamps must be before the subscription's current period end time.",
      'timestamp',
    );
  }
}

/** All that is reported for one moment is one record: `set` replaces what was there, `increment` adds to it. */
export async function createUsageRecord({ work, params, targets }: Call<Params>): Promise<UsageRecord> {
  const item = targets[0] as StoredSubscriptionItem;
  const { action = 'increment', quantity } = params;
  await checkPrice(work, item);
  if (quantity < 0) throw errors.invalid('Invalid non-negative integer', 'quantity', 'parameter_invalid_integer');
  const timestamp = params.timestamp === undefined || params.timestamp === 'now' ? work.now : params.timestamp;
  checkTime(item, timestamp);
  const records = await work.list<UsageRecord>('usage_record', { where: { subscription_item: item.id } });
  const known = records.find((record) => record.timestamp === timestamp);
  if (known !== undefined)
    return work.update<UsageRecord>(known, { quantity: action === 'set' ? quantity : known.quantity + quantity });
  return work.insert<UsageRecord>({
    id: work.newId('usage_record'),
    object: 'usage_record',
    livemode: false,
    quantity,
    subscription_item: item.id,
    timestamp,
  });
}
