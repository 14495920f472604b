/**
 * Whether a `number` field is a decimal; the types do not tell, all others are integers (minor units, counts, seconds).
 * `rates` are the values of an exchange rate, `score` and the sizes of a package have two decimal places.
 */
export const isDecimal = (name: string): boolean => DECIMALS.has(name);

const DECIMALS = new Set([
  'aggregated_value',
  'amount_percent',
  'application_fee_percent',
  'effective_percentage',
  'exchange_rate',
  'height',
  'latitude',
  'length',
  'longitude',
  'percent_off',
  'percent_ownership',
  'percentage',
  'rates',
  'score',
  'weight',
  'width',
]);

/** Whether an integer field is a point in time, in seconds since 1970. */
export const isUnixTime = (name: string, prose: string): boolean =>
  TIMES.has(name) || /_(at|on)$/.test(name) || /\bunix\b|timestamp|seconds since the epoch/i.test(prose);

/** Times that neither their name nor their documentation gives away everywhere. */
const TIMES = new Set([
  'arrival_date',
  'backdate_start_date',
  'billed_until',
  'created',
  'current_deadline',
  'current_period_end',
  'current_period_start',
  'data_load_time',
  'deadline',
  'deletes_after',
  'due_by',
  'due_date',
  'end',
  'end_date',
  'expected_arrival_date',
  'expected_availability_date',
  'expected_deactivation_date',
  'expected_expiry_date',
  'frozen_time',
  'next_payment_attempt',
  'period_end',
  'period_start',
  'proration_date',
  'redeem_by',
  'release_after',
  'result_available_until',
  'scheduled_release',
  'start',
  'start_date',
  'subscription_proration_date',
  'target_frozen_time',
  'timestamp',
  'trial_end',
  'trial_start',
]);
