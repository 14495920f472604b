import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { checkSize } from '../price/amounts.ts';
import { generalCode, shippingCode } from '../tax-code/codes.ts';
import { readTaxCode } from '../tax-code/find.ts';
import { lineBreakdown, type Taxed, taxedBy } from './breakdown.ts';
import type { Imposition } from './impose.ts';
import type { StoredLine } from './stored.ts';

type Params = Stripe.Tax.CalculationCreateParams;
type Shipping = Stripe.Tax.Calculation.ShippingCost;

const mostLines = 1000;

/** What is charged on things of a tax code. */
type ImposedOn = (code: string) => readonly Imposition[];

function checkAmount(amount: number, param: string): void {
  if (amount < 0) throw errors.invalid('Invalid non-negative integer', param);
  checkSize(amount, param);
}

/** What a product is taxed as. */
export const codeOfProduct = ({ tax_code, tax_details }: Stripe.Product): string | undefined => {
  const code = tax_details?.tax_code ?? tax_code;
  return typeof code === 'string' ? code : code?.id;
};

async function codeOf(
  work: Work,
  { tax_code, product }: Params['line_items'][number],
  usual: string | null,
  param: string,
): Promise<string> {
  const own =
    product === undefined ? undefined : await work.find<Stripe.Product>('product', product, `${param}[product]`);
  if (tax_code !== undefined) return readTaxCode(tax_code, `${param}[tax_code]`);
  return (own && codeOfProduct(own)) ?? usual ?? generalCode;
}

interface TaxedLine {
  readonly line: StoredLine;
  readonly taxed: readonly Taxed[];
}

export async function taxedLines(
  work: Work,
  sent: Params['line_items'],
  { calculation, usual, on }: { calculation: string; usual: string | null; on: ImposedOn },
): Promise<TaxedLine[]> {
  if (sent.length === 0) throw errors.parameterMissing('line_items');
  if (sent.length > mostLines) throw errors.invalid(`You can pass up to ${mostLines} line items.`, 'line_items');
  const lines: TaxedLine[] = [];
  const references = new Set<string>();
  for (const [at, each] of sent.entries()) {
    const param = `line_items[${at}]`;
    const { amount, quantity = 1, tax_behavior = 'exclusive' } = each;
    checkAmount(amount, `${param}[amount]`);
    if (quantity < 1) throw errors.tooSmall(`${param}[quantity]`, 1);
    const tax_code = await codeOf(work, each, usual, param);
    const id = work.newId('tax.calculation_line_item');
    const reference = each.reference ?? id;
    if (references.has(reference))
      throw errors.invalid(`The reference ${reference} is used by more than one line item.`, `${param}[reference]`);
    references.add(reference);
    const taxed = taxedBy(on(tax_code), amount, tax_behavior === 'inclusive');
    const line: StoredLine = {
      id,
      object: 'tax.calculation_line_item',
      amount,
      amount_tax: taxed.reduce((sum, tax) => sum + tax.amount, 0),
      livemode: false,
      metadata: each.metadata === undefined ? null : mergeMetadata({}, each.metadata),
      performance_location: each.performance_location ?? null,
      product: each.product ?? null,
      quantity,
      reference,
      tax_behavior,
      tax_breakdown: lineBreakdown(taxed),
      tax_code,
      _parent: calculation,
    };
    lines.push({ line, taxed });
  }
  return lines;
}

interface Charged {
  readonly amount: number;
  readonly behavior: 'exclusive' | 'inclusive';
  readonly code: string;
}

async function chargedBy(work: Work, sent: NonNullable<Params['shipping_cost']>, currency: string): Promise<Charged> {
  const { amount, shipping_rate: id, tax_behavior, tax_code } = sent;
  if (id === undefined) {
    if (amount === undefined) throw errors.parameterMissing('shipping_cost[amount]');
    checkAmount(amount, 'shipping_cost[amount]');
    const code = tax_code === undefined ? shippingCode : readTaxCode(tax_code, 'shipping_cost[tax_code]');
    return { amount, behavior: tax_behavior === 'inclusive' ? 'inclusive' : 'exclusive', code };
  }
  if (amount !== undefined) throw errors.exclusive(['shipping_cost[shipping_rate]', 'shipping_cost[amount]']);
  const rate = await work.find<Stripe.ShippingRate>('shipping_rate', id, 'shipping_cost[shipping_rate]');
  const fixed = rate.fixed_amount;
  const own = fixed?.currency === currency ? fixed.amount : fixed?.currency_options?.[currency]?.amount;
  if (own === undefined)
    throw errors.invalid(`The shipping rate ${id} has no amount in ${currency}.`, 'shipping_cost[shipping_rate]');
  const code = typeof rate.tax_code === 'string' ? rate.tax_code : shippingCode;
  return { amount: own, behavior: rate.tax_behavior === 'inclusive' ? 'inclusive' : 'exclusive', code };
}

export async function taxedShipping(
  work: Work,
  sent: Params['shipping_cost'],
  currency: string,
  on: ImposedOn,
): Promise<{ cost: Shipping | null; taxed: readonly Taxed[] }> {
  if (sent === undefined) return { cost: null, taxed: [] };
  const { amount, behavior, code } = await chargedBy(work, sent, currency);
  const taxed = taxedBy(on(code), amount, behavior === 'inclusive');
  const cost: Shipping = {
    amount,
    amount_tax: taxed.reduce((sum, tax) => sum + tax.amount, 0),
    ...(sent.shipping_rate !== undefined && { shipping_rate: sent.shipping_rate }),
    tax_behavior: behavior,
    tax_breakdown: lineBreakdown(taxed) as NonNullable<Shipping['tax_breakdown']>,
    tax_code: code,
  };
  return { cost, taxed };
}
