/** Exact decimals of prices, quantities and percentages, as Stripe writes them: `"0.0525"`. */

export interface Exact {
  readonly digits: bigint;
  /** How many of the digits stand behind the point. */
  readonly scale: number;
}

/** A string, a number, or the SDK's decimal, whose text is the number. */
export type DecimalLike = string | number | { toString(): string };

const pattern = /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

export function exact(value: DecimalLike): Exact {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = pattern.exec(String(value)) ?? [];
  const digits = BigInt(`${sign}${whole}${fraction}` || '0');
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

export function times(a: Exact, b: Exact): Exact {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

export function plus(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  const raised = ({ digits, scale: own }: Exact): bigint => digits * 10n ** BigInt(scale - own);
  return { digits: raised(a) + raised(b), scale };
}

export const minus = (a: Exact, { digits, scale }: Exact): Exact => plus(a, { digits: -digits, scale });

/** Half away from zero, to a whole number of the smallest unit. */
export function divideRounded(dividend: bigint, divisor: bigint): number {
  const negative = dividend < 0n !== divisor < 0n;
  const [top, bottom] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * top + bottom) / (2n * bottom);
  return Number(negative ? -rounded : rounded);
}

export function rounded({ digits, scale }: Exact): number {
  return divideRounded(digits, 10n ** BigInt(scale));
}

/** `amount` · `percentage` / 100, exact until it is rounded once. */
export function percentOf(amount: number, percentage: DecimalLike): number {
  const product = times(exact(amount), exact(percentage));
  return divideRounded(product.digits, 100n * 10n ** BigInt(product.scale));
}

/** Without trailing zeros, as Stripe shows decimals. */
export function text({ digits, scale }: Exact): string {
  if (scale === 0) return digits.toString();
  const negative = digits < 0n;
  const padded = (negative ? -digits : digits).toString().padStart(scale + 1, '0');
  const fraction = padded.slice(-scale).replace(/0+$/, '');
  return `${negative ? '-' : ''}${padded.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The amount as a whole number of the smallest unit, or null where it has a fraction. */
export function wholeUnits(value: DecimalLike): number | null {
  const shown = text(exact(value));
  return shown.includes('.') ? null : Number(shown);
}
