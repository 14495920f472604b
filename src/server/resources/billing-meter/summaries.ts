/** Usage by window, newest first. They are computed when asked for, and have the same ids at every look. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { pageQuery, pageSpan } from '../../kernel/page.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { text } from '../invoice/amounts/decimal.ts';
import { aggregate, eventsIn, type Span } from './usage.ts';

type Params = Stripe.Billing.MeterListEventSummariesParams;
type Summary = Stripe.Billing.MeterEventSummary;

const seconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };
const latest = 9_999_999_999;
const digits = 7;
const base = 36;

function checkSpan({ start_time: start, end_time: end, value_grouping_window: window = 'minute' }: Params): void {
  const unit = seconds[window] ?? 60;
  for (const [param, time] of [
    ['start_time', start],
    ['end_time', end],
  ] as const) {
    if (time < 0 || time > latest) throw errors.invalid(`Invalid timestamp: ${time}`, param);
    if (time % unit !== 0) throw errors.invalid(`\`${param}\` must be aligned with ${window} boundaries.`, param);
  }
  if (end <= start) throw errors.invalid('`end_time` must be after `start_time`.', 'end_time');
}

const core = (id: string): string => id.slice(id.lastIndexOf('_') + 1);
const spell = (time: number): string => time.toString(base).padStart(digits, '0');

/** The place of each window follows from its start: none is made before it is shown. */
function windowsOf({ start_time: start, end_time: end, value_grouping_window: window }: Params, owner: string) {
  const size = window === undefined ? end - start : (seconds[window] ?? 60);
  const spanAt = (at: number): Span => ({ start: end - (at + 1) * size, end: end - at * size });
  const idOf = ({ start: from, end: to }: Span): string => `mtrusg_test_${owner}${spell(from)}${spell(to)}`;
  return {
    count: (end - start) / size,
    spanAt,
    idOf,
    placeOf(id: string, param: string): number {
      const at = (end - Number.parseInt(id.slice(-digits), base)) / size;
      if (Number.isInteger(at) && at >= 0 && idOf(spanAt(at)) === id) return at;
      throw errors.missing('meter event summary', id, param, 'parameter');
    },
  };
}

export async function listEventSummaries({ work, params, targets }: Call<Params>): Promise<ListResult> {
  const meter = targets[0] as Stripe.Billing.Meter;
  await work.find('customer', params.customer, 'customer');
  checkSpan(params);
  const windows = windowsOf(params, core(meter.id) + core(params.customer));
  const { from, until, hasMore } = pageSpan(windows.count, pageQuery(params), windows.placeOf);
  const spans = Array.from({ length: until - from }, (_, at) => windows.spanAt(from + at));
  const whole = { start: spans.at(-1)?.start ?? 0, end: spans[0]?.end ?? 0 };
  const events = await eventsIn(work, meter.id, params.customer, whole);
  const data = spans.map((span): Summary => {
    const own = events.filter(({ timestamp }) => timestamp >= span.start && timestamp < span.end);
    return {
      id: windows.idOf(span),
      object: 'billing.meter_event_summary',
      aggregated_value: Number(text(aggregate(meter.default_aggregation.formula, own))),
      end_time: span.end,
      livemode: false,
      meter: meter.id,
      start_time: span.start,
    };
  });
  return { object: 'list', data, has_more: hasMore, url: `/v1/billing/meters/${meter.id}/event_summaries` };
}
