/** How invoices word what a subscription costs. */
import type Stripe from 'stripe';
import type { Part } from '../invoice/amounts/tiers.ts';
import { dayOf } from './period.ts';

interface Named {
  readonly name: string;
  readonly unit_label?: string | null | undefined;
}

interface Counted {
  readonly quantity: number;
  readonly product: Named | undefined;
}

interface Worded extends Counted {
  readonly price: Pick<Stripe.Price, 'recurring' | 'transform_quantity'>;
  readonly part: Pick<Part, 'flat' | 'rate' | 'tier'>;
  readonly currency: string;
}

function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const value = amount / 10 ** digits;
  if (Number.isInteger(amount)) return format.format(value);
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 12 }).format(value);
}

/** `2 user × Gold`, `1 × Gold` */
function counted({ quantity, product }: Counted): string {
  const unit = product?.unit_label ? ` ${product.unit_label}` : '';
  return `${quantity}${unit} × ${product?.name ?? ''}`;
}

/** `at $15.00 / month`, `Tier 2 at $0.036 / month`, `at $0.08 per 60 units / month` */
function rateOf({ price, part: { rate, tier }, currency }: Worded): string {
  const { interval = 'month', interval_count: count = 1 } = price.recurring ?? {};
  const every = count === 1 ? interval : `every ${count} ${interval}s`;
  if (rate === null) return every;
  const packs = price.transform_quantity ? ` per ${price.transform_quantity.divide_by} units` : '';
  return `${tier === null ? '' : `Tier ${tier} `}at ${money(Number(rate), currency)}${packs} / ${every}`;
}

/** `1 × Gold (at $15.00 / month)`; of a tier's flat amount `Gold (Tier 1 at $9.00 / month)` */
export const periodText = (line: Worded): string =>
  `${line.part.flat ? (line.product?.name ?? '') : counted(line)} (${rateOf(line)})`;

/** `Amount previously billed (at $0.50 per unit)` */
export function previouslyText({ flat, rate }: Pick<Part, 'flat' | 'rate'>, currency: string): string {
  const unit = flat ? '' : ' per unit';
  return `Amount previously billed${rate === null ? '' : ` (at ${money(Number(rate), currency)}${unit})`}`;
}

export const trialText = (line: Counted): string => `Free trial for ${counted(line)}`;

export const classicTrialText = ({ product }: Counted): string => `Trial period for ${product?.name ?? ''}`;

export const classicUsageTrialText = (line: Counted): string => `${counted(line)} (Free trial)`;

const prorated = (line: Counted): string => (line.quantity === 1 ? (line.product?.name ?? '') : counted(line));

export const unusedText = (line: Counted, time: number): string =>
  `Unused time on ${prorated(line)} after ${dayOf(time)}`;

export const remainingText = (line: Counted, time: number): string =>
  `Remaining time on ${prorated(line)} after ${dayOf(time)}`;
