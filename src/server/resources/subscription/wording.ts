/** How invoices word what a subscription costs. */
import type Stripe from 'stripe';
import { dayOf } from './period.ts';

interface Named {
  readonly name: string;
  readonly unit_label?: string | null | undefined;
}

interface Worded {
  readonly quantity: number;
  readonly product: Named | undefined;
  readonly price: Pick<Stripe.Price, 'recurring' | 'unit_amount_decimal'>;
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
function counted({ quantity, product }: Worded): string {
  const unit = product?.unit_label ? ` ${product.unit_label}` : '';
  return `${quantity}${unit} × ${product?.name ?? ''}`;
}

/** `1 × Gold (at $15.00 / month)` */
export function periodText(line: Worded): string {
  const { interval = 'month', interval_count: count = 1 } = line.price.recurring ?? {};
  const every = count === 1 ? interval : `every ${count} ${interval}s`;
  const { unit_amount_decimal: amount } = line.price;
  const rate = amount === null ? '' : `at ${money(Number(amount), line.currency)} / `;
  return `${counted(line)} (${rate}${every})`;
}

export const trialText = (line: Worded): string => `Free trial for ${counted(line)}`;

const prorated = (line: Worded): string => (line.quantity === 1 ? (line.product?.name ?? '') : counted(line));

export const unusedText = (line: Worded, time: number): string =>
  `Unused time on ${prorated(line)} after ${dayOf(time)}`;

export const remainingText = (line: Worded, time: number): string =>
  `Remaining time on ${prorated(line)} after ${dayOf(time)}`;
