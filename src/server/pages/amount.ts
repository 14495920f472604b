import { decimalsOf, formatAmount } from '../resources/charge/currencies.ts';

/** `$1,234.50`, `-$3.00`, `12.00 SEK` */
export function money(amount: number, currency: string): string {
  const shown = formatAmount(Math.abs(amount), currency).replace(/\d(?=(\d{3})+(\.|$))/g, '$&,');
  const named = /^\d/.test(shown) ? `${shown} ${currency.toUpperCase()}` : shown;
  return amount < 0 ? `-${named}` : named;
}

/** What was typed, such as `12.50`, in the smallest unit; undefined for what is no amount. */
export function amountFrom(typed: string, currency: string): number | undefined {
  const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(typed.trim());
  if (match === null) return undefined;
  const decimals = decimalsOf(currency);
  const fraction = (match[2] ?? '').padEnd(decimals, '0');
  return fraction.length > decimals ? undefined : Number(`${match[1]}${fraction}`);
}

/** `1500` of dollars as `15.00`, to be typed over. */
export const typed = (amount: number, currency: string): string => {
  const decimals = decimalsOf(currency);
  return (amount / 10 ** decimals).toFixed(decimals);
};
