import type { StoredItem } from '../item/stored.ts';

function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** As invoices of subscriptions word it: `1 × Gold (at $15.00 / month)`. */
export function describeLine({ currency, description, price, quantity }: StoredItem): string {
  const { interval = 'month', interval_count: count = 1 } = price.recurring ?? {};
  const every = count === 1 ? interval : `every ${count} ${interval}s`;
  const rate = price.unit_amount_decimal === null ? '' : `at ${money(Number(price.unit_amount_decimal), currency)} / `;
  return `${quantity ?? 1} × ${description ?? ''} (${rate}${every})`;
}
