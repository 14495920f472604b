/** https://docs.stripe.com/tax/custom */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';
import { mergeAddress } from '../payment-method/billing-details.ts';
import { activeSettings } from '../tax-settings/stored.ts';
import { breakdownOf, taxSum } from './breakdown.ts';
import { detailsFor } from './buyer.ts';
import { impositionsOn } from './impose.ts';
import { leviesAt } from './levies.ts';
import { taxedLines, taxedShipping } from './lines.ts';
import { placeOf, unknownPlace } from './place.ts';
import type { StoredCalculation, StoredLine } from './stored.ts';

type Params = Stripe.Tax.CalculationCreateParams;

const day = 86_400;
const life = 90 * day;
const furthest = 31 * day;

function readDate(sent: number | undefined, now: number): number {
  if (sent === undefined) return now;
  if (Math.abs(sent - now) <= furthest) return sent;
  throw errors.invalid('The tax date can lie up to 31 days in the past or in the future.', 'tax_date');
}

export async function createCalculation({ work, params }: Call<Params>): Promise<StoredCalculation> {
  const currency = readCurrency(params.currency);
  const settings = await activeSettings(work);
  const customer_details = await detailsFor(work, params.customer, params.customer_details);
  const place = placeOf(customer_details.address);
  if (place === undefined) throw unknownPlace('customer_details[address]');
  const tax_date = readDate(params.tax_date, work.now);
  const levies = await leviesAt(work, place, tax_date);
  const { tax_ids: taxIds, taxability_override: override } = customer_details;
  const home = settings.head_office?.address.country ?? null;
  const on = (code: string) => impositionsOn(levies, code, { place, override, taxIds }, home);
  const id = work.newId('tax.calculation');
  const { tax_code: usual } = settings.defaults;
  const lines = await taxedLines(work, params.line_items, { calculation: id, usual, on });
  const { cost, taxed } = await taxedShipping(work, params.shipping_cost, currency, on);
  const all = [...lines.flatMap((each) => each.taxed), ...taxed];
  const exclusive = taxSum(all, false);
  const from = params.ship_from_details;
  // Lists show the newest first: written backwards, they read as they were sent.
  for (const { line } of lines.toReversed()) await work.insert<StoredLine>(line);
  return work.insert<StoredCalculation>({
    id,
    object: 'tax.calculation',
    amount_total: lines.reduce((sum, { line }) => sum + line.amount, cost?.amount ?? 0) + exclusive,
    currency,
    customer: params.customer ?? null,
    customer_details,
    expires_at: work.now + life,
    livemode: false,
    ship_from_details: from === undefined ? null : { address: mergeAddress(from.address, null) },
    shipping_cost: cost,
    tax_amount_exclusive: exclusive,
    tax_amount_inclusive: taxSum(all, true),
    tax_breakdown: breakdownOf(all),
    tax_date,
  });
}
