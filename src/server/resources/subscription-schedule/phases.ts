/** Phases as requests describe them. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { self, selfOrAccount } from '../account/self-or-account.ts';
import { readCurrency } from '../charge/currencies.ts';
import type { SentDiscount } from '../discount/redeem.ts';
import { ownMethod } from '../invoice/fields.ts';
import { accountTaxIds } from '../invoice/letterhead.ts';
import { describedPrice, type PriceData } from '../price/described.ts';
import { addIntervals, type Rhythm } from '../subscription/period.ts';
import { readPrice, readQuantity, type SentItem } from '../subscription/read-items.ts';
import { checkEmulated } from '../subscription/refused.ts';
import { automaticTax, type RecurringShares, sentShares, undivided } from '../subscription/shares.ts';
import { readThresholds, readUsageThreshold } from '../subscription/thresholds.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import type { Phase } from './stored.ts';

export type SentPhase = Stripe.SubscriptionScheduleUpdateParams.Phase & {
  /** How many intervals of its price a phase lasts, where a version before 2025-09-30.clover says so. */
  readonly iterations?: number | undefined;
};
type SentExtra = NonNullable<SentPhase['add_invoice_items']>[number];

const mostPhases = 10;

const shownDiscounts = (sent: readonly SentDiscount[] | '' | null | undefined): Phase['discounts'] =>
  (sent || []).map(({ coupon, discount, promotion_code }) => ({
    coupon: coupon ?? null,
    discount: discount ?? null,
    promotion_code: promotion_code ?? null,
  }));

async function checkDiscounts(work: Work, discounts: Phase['discounts'], param: string): Promise<void> {
  for (const [at, each] of discounts.entries()) {
    for (const type of ['coupon', 'discount', 'promotion_code'] as const)
      if (each[type] !== null) await work.find(type, String(each[type]), `${param}[${at}][${type}]`);
  }
}

async function readItem(
  work: Work,
  sent: SentPhase['items'][number],
  param: string,
): Promise<{ item: Phase['items'][number]; rhythm: Rhythm; currency: string }> {
  const price = await readPrice(work, sent as SentItem, param);
  if (price === undefined)
    throw errors.invalid('You must specify either `price` or `price_data`.', param, 'parameter_missing');
  const discounts = shownDiscounts(sent.discounts);
  await checkDiscounts(work, discounts, `${param}[discounts]`);
  const quantity = readQuantity(sent.quantity, undefined, price, param);
  return {
    currency: price.currency,
    rhythm: price.recurring ?? { interval: 'month', interval_count: 1 },
    item: {
      billing_thresholds: readUsageThreshold(sent.billing_thresholds, null, price, param),
      discounts,
      metadata: mergeMetadata({}, sent.metadata),
      plan: price.id,
      price: price.id,
      ...(quantity !== undefined && { quantity }),
      tax_rates: await findTaxRates(work, sent.tax_rates || '', `${param}[tax_rates]`),
    },
  };
}

async function readExtra(work: Work, sent: SentExtra, param: string): Promise<Phase['add_invoice_items'][number]> {
  const { price: id, price_data: data, period } = sent;
  if (id === undefined && data === undefined) throw errors.parameterMissing(`${param}[price]`);
  const price =
    data === undefined
      ? await work.find<Stripe.Price>('price', id ?? '', `${param}[price]`)
      : await describedPrice(work, data as PriceData, `${param}[price_data]`);
  if (price.recurring !== null)
    throw errors.invalid(
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
      `${param}[price]`,
    );
  return {
    discountable: sent.discountable ?? null,
    discounts: shownDiscounts(sent.discounts),
    metadata: mergeMetadata({}, sent.metadata),
    period: period ?? { start: { type: 'phase_start' }, end: { type: 'min_item_period_end' } },
    price: price.id,
    quantity: sent.quantity ?? 1,
    tax_rates: await findTaxRates(work, sent.tax_rates || '', `${param}[tax_rates]`),
  };
}

const lengths = ['duration', 'end_date', 'iterations'] as const;

/** The parameter that says how long a phase lasts, if one does. */
function lengthNamed(sent: SentPhase, param: string): (typeof lengths)[number] | undefined {
  const named = lengths.filter((name) => sent[name] !== undefined);
  if (named.length > 1) throw errors.exclusive(named.map((name) => `${param}[${name}]`));
  return named[0];
}

function endOf(sent: SentPhase, start: number, rhythm: Rhythm, now: number, param: string): number {
  const { duration, end_date: end, iterations = 1 } = sent;
  if (duration !== undefined) {
    const { interval, interval_count = 1 } = duration;
    if (interval_count < 1) throw errors.tooSmall(`${param}[duration][interval_count]`, 1);
    return addIntervals(start, { interval, interval_count }, 1);
  }
  if (end === undefined) {
    if (iterations < 1) throw errors.tooSmall(`${param}[iterations]`, 1);
    return addIntervals(start, rhythm, iterations);
  }
  const time = end === 'now' ? now : end;
  if (time > start) return time;
  throw errors.invalid('The end date of a phase must be after its start date.', `${param}[end_date]`);
}

/** Seconds that a phase may take. */
const longestPhase = 5 * 366 * 86_400;

function checkedEnd(sent: SentPhase, start: number, rhythm: Rhythm, now: number, param: string): number {
  const name = lengthNamed(sent, param);
  const end = endOf(sent, start, rhythm, now, param);
  if (end - start <= longestPhase) return end;
  throw errors.invalid('A phase can take up to five years.', `${param}[${name ?? 'end_date'}]`);
}

function trialEnd(sent: SentPhase, start: number, end: number, now: number, param: string): number | null {
  const { trial, trial_end: sentEnd } = sent;
  if (trial !== undefined && sentEnd !== undefined) throw errors.exclusive([`${param}[trial]`, `${param}[trial_end]`]);
  if (trial === true) return end;
  if (sentEnd === undefined || sentEnd === 'now') return sentEnd === 'now' ? now : null;
  if (sentEnd > start && sentEnd <= end) return sentEnd;
  throw errors.invalid('The trial of a phase must end within the phase.', `${param}[trial_end]`);
}

type SentSettings = SentPhase['invoice_settings'];

export async function invoiceSettings(
  work: Work,
  sent: SentSettings,
  param: string,
): Promise<Phase['invoice_settings']> {
  if (!sent) return null;
  return {
    account_tax_ids: await accountTaxIds(work, sent.account_tax_ids || '', `${param}[account_tax_ids]`),
    custom_fields: sent.custom_fields || null,
    days_until_due: sent.days_until_due ?? null,
    description: sent.description || null,
    footer: sent.footer || null,
    issuer: await selfOrAccount(work, sent.issuer ?? self, `${param}[issuer]`),
  };
}

interface PhaseContext {
  readonly customer: string;
  readonly start: number;
  readonly proration: Phase['proration_behavior'];
  /** What applies where a phase says nothing of its own. */
  readonly shares: RecurringShares;
}

async function readPhase(
  work: Work,
  sent: SentPhase,
  { customer, start, proration, shares }: PhaseContext,
  param: string,
): Promise<Phase> {
  checkEmulated(sent, 'phases of schedules');
  const read = [];
  for (const [at, item] of sent.items.entries()) read.push(await readItem(work, item, `${param}[items][${at}]`));
  const [first] = read;
  if (first === undefined) throw errors.parameterMissing(`${param}[items]`);
  const currency = sent.currency === undefined ? first.currency : readCurrency(sent.currency);
  const extras = [];
  for (const [at, extra] of (sent.add_invoice_items ?? []).entries())
    extras.push(await readExtra(work, extra, `${param}[add_invoice_items][${at}]`));
  const discounts = shownDiscounts(sent.discounts);
  await checkDiscounts(work, discounts, `${param}[discounts]`);
  const end = checkedEnd(sent, start, first.rhythm, work.now, param);
  return {
    add_invoice_items: extras,
    ...undivided,
    ...(await sentShares(work, shares, sent, param)),
    ...(sent.automatic_tax && { automatic_tax: await automaticTax(work, sent.automatic_tax, param) }),
    billing_cycle_anchor: sent.billing_cycle_anchor ?? null,
    billing_thresholds: readThresholds(sent.billing_thresholds ?? '', null, `${param}[billing_thresholds]`),
    collection_method: sent.collection_method ?? null,
    currency,
    default_payment_method:
      sent.default_payment_method === undefined
        ? null
        : await ownMethod(work, sent.default_payment_method, customer, `${param}[default_payment_method]`),
    default_tax_rates: await findTaxRates(work, sent.default_tax_rates || '', `${param}[default_tax_rates]`),
    description: sent.description || null,
    discounts,
    end_date: end,
    invoice_settings: await invoiceSettings(work, sent.invoice_settings, `${param}[invoice_settings]`),
    items: read.map(({ item }) => item),
    metadata: mergeMetadata({}, sent.metadata),
    proration_behavior: sent.proration_behavior ?? proration,
    start_date: start,
    trial_end: trialEnd(sent, start, end, work.now, param),
  };
}

/** One after the other, without gaps. `start` is that of the first one. */
export async function readPhases(
  work: Work,
  sent: readonly SentPhase[] | undefined,
  context: PhaseContext,
): Promise<Phase[]> {
  if (sent === undefined || sent.length === 0) throw errors.parameterMissing('phases');
  if (sent.length > mostPhases)
    throw errors.invalid(`A subscription schedule can have up to ${mostPhases} current and future phases.`, 'phases');
  const phases: Phase[] = [];
  for (const [at, each] of sent.entries()) {
    const start = phases.at(-1)?.end_date ?? context.start;
    const named = each.start_date === 'now' ? work.now : each.start_date;
    if (named !== undefined && at > 0 && named !== start) {
      throw errors.invalid(
        'The start date of a phase must be the end date of the one before it.',
        `phases[${at}][start_date]`,
      );
    }
    phases.push(await readPhase(work, each, { ...context, start }, `phases[${at}]`));
  }
  return phases;
}
