/** Amounts of prices and of their tiers, as whole numbers and as decimals. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { exact, wholeUnits } from '../invoice/amounts/decimal.ts';
import { decimal } from './decimal.ts';

type Decimal = Stripe.Decimal;

export interface SentAmount {
  readonly unit_amount?: number | undefined;
  readonly unit_amount_decimal?: Decimal | undefined;
}

export interface UnitAmount {
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: Decimal | null;
}

const mostDecimals = 12;
/** Of whole units. */
const mostDigits = 12;

/** In the smallest unit; refuses what no price or line can be. */
export function checkSize(amount: number, param: string): void {
  if (Math.abs(amount) < 10 ** mostDigits) return;
  throw errors.invalid(`Amounts can have at most ${mostDigits} digits.`, param, 'amount_too_large');
}

export function unitAmount({ unit_amount: whole, unit_amount_decimal: sent }: SentAmount, prefix = ''): UnitAmount {
  const param = (name: string): string => (prefix === '' ? name : `${prefix}[${name}]`);
  if (whole !== undefined && sent !== undefined)
    throw errors.exclusive([param('unit_amount'), param('unit_amount_decimal')]);
  if (whole !== undefined) {
    if (whole < 0) throw errors.invalid('Invalid non-negative integer', param('unit_amount'));
    checkSize(whole, param('unit_amount'));
    return { unit_amount: whole, unit_amount_decimal: decimal(whole) };
  }
  if (sent === undefined) return { unit_amount: null, unit_amount_decimal: null };
  const { digits, scale } = exact(sent);
  if (digits < 0n) throw errors.invalid('Invalid non-negative decimal', param('unit_amount_decimal'));
  if (scale > mostDecimals) {
    throw errors.invalid(
      `Invalid decimal: ${String(sent)}; maximum of ${mostDecimals} decimal places allowed`,
      param('unit_amount_decimal'),
    );
  }
  checkSize(Number(sent), param('unit_amount_decimal'));
  return { unit_amount: wholeUnits(sent), unit_amount_decimal: decimal(sent) };
}

export interface SentTier extends SentAmount {
  readonly flat_amount?: number | undefined;
  readonly flat_amount_decimal?: Decimal | undefined;
  readonly up_to: number | 'inf';
}

export function readTiers(sent: readonly SentTier[]): Stripe.Price.Tier[] {
  let from = 0;
  return sent.map((tier, at) => {
    const isLast = at === sent.length - 1;
    if ((tier.up_to === 'inf') !== isLast) {
      throw errors.invalid('The last tier, and only the last one, must have `up_to` set to `inf`.', 'tiers');
    }
    if (tier.up_to !== 'inf' && tier.up_to <= from) {
      throw errors.invalid('Each tier must end above the tier before it.', `tiers[${at}][up_to]`);
    }
    const flat = unitAmount({ unit_amount: tier.flat_amount, unit_amount_decimal: tier.flat_amount_decimal });
    const unit = unitAmount(tier, `tiers[${at}]`);
    if (flat.unit_amount_decimal === null && unit.unit_amount_decimal === null)
      throw errors.invalid('Each tier must have a `unit_amount` or a `flat_amount`.', `tiers[${at}]`);
    from = tier.up_to === 'inf' ? from : tier.up_to;
    return {
      flat_amount: flat.unit_amount,
      flat_amount_decimal: flat.unit_amount_decimal,
      ...unit,
      up_to: tier.up_to === 'inf' ? null : tier.up_to,
    };
  });
}
