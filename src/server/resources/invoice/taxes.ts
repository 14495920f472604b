/** What lines and shipping of an invoice are taxed with: rates that were named, or taxes that are found automatically. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { rateOf } from '../invoice-line-item/amounts.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { type AutomaticTaxes, automaticTaxes } from '../tax-calculation/automatic.ts';
import type { Rate } from './amounts/lines.ts';
import type { StoredInvoice } from './stored.ts';

interface InvoiceTaxes {
  readonly lines: readonly (readonly Rate[])[];
  readonly shipping: readonly Rate[];
  readonly automatic: Partial<Pick<StoredInvoice, 'automatic_tax'>>;
}

async function foundFor(work: Work, { product, price, code }: Priced, taxes: AutomaticTaxes): Promise<Rate[]> {
  const own = price === null ? undefined : await work.get<Stripe.Price>('price', price);
  return taxes.onLine({ product, behavior: own?.tax_behavior ?? 'unspecified', code });
}

interface Priced {
  readonly product: string | null;
  readonly price: string | null;
  readonly code: string | null | undefined;
}

function pricedBy({ pricing, tax_code: code }: StoredLine): Priced {
  const { price, product } = pricing?.price_details ?? {};
  return { product: product ?? null, price: (typeof price === 'string' ? price : price?.id) ?? null, code };
}

async function automatically(work: Work, invoice: StoredInvoice, lines: readonly StoredLine[]): Promise<InvoiceTaxes> {
  const { customer_address, customer_shipping, customer_tax_exempt: exempt, customer_tax_ids, shipping_cost } = invoice;
  const customer = {
    addresses: [customer_shipping?.address, customer_address],
    exempt,
    liability: invoice.automatic_tax.liability,
    taxIds: customer_tax_ids ?? [],
  };
  const taxes = await automaticTaxes(work, customer, invoice.currency);
  const status = taxes === undefined ? 'requires_location_inputs' : 'complete';
  const found: (readonly Rate[])[] = [];
  for (const line of lines) {
    // A line that names its rates keeps them.
    if (line.rates.length > 0) found.push(line.rates.map(rateOf));
    else found.push(taxes === undefined ? [] : await foundFor(work, pricedBy(line), taxes));
  }
  const id = shipping_cost?.shipping_rate;
  const rate = typeof id === 'string' ? await work.get<Stripe.ShippingRate>('shipping_rate', id) : undefined;
  return {
    lines: found,
    shipping: taxes === undefined || rate === undefined ? [] : await taxes.onShipping(rate),
    automatic: { automatic_tax: { ...invoice.automatic_tax, status } },
  };
}

export async function taxesOf(work: Work, invoice: StoredInvoice, lines: readonly StoredLine[]): Promise<InvoiceTaxes> {
  if (invoice.automatic_tax.enabled) return automatically(work, invoice, lines);
  const { customer_tax_exempt: exempt, default_tax_rates: usual } = invoice;
  const isExempt = exempt === 'exempt' || exempt === 'reverse';
  return {
    lines: lines.map(({ rates }) => (isExempt ? [] : (rates.length > 0 ? rates : usual).map(rateOf))),
    shipping: [],
    automatic: {},
  };
}
