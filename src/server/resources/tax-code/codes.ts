/** Some of https://docs.stripe.com/tax/tax-codes, with what they mean for the tax. */

interface Code {
  readonly name: string;
  readonly description: string;
  /** Taxed nowhere. */
  readonly exempt?: true;
  /** Countries that do not tax it. */
  readonly untaxedIn?: readonly string[];
}

/** What a line is when neither it, nor its product, nor the settings say. */
export const generalCode = 'txcd_10000000';
/** What shipping is. */
export const shippingCode = 'txcd_92010001';

export const codes: Readonly<Record<string, Code>> = {
  txcd_00000000: { name: 'Nontaxable', description: 'Any nontaxable good or service.', exempt: true },
  txcd_10000000: {
    name: 'General - Electronically Supplied Services',
    description: 'Digital services delivered over the internet, automated and with little human intervention.',
  },
  txcd_10103000: {
    name: 'Software as a service (SaaS) - personal use',
    description: 'Pre-written software, delivered electronically, for personal use.',
  },
  txcd_10103001: {
    name: 'Software as a service (SaaS) - business use',
    description: 'Pre-written software, delivered electronically, for business use.',
  },
  txcd_10201000: { name: 'Infrastructure as a service (IaaS) - personal use', description: 'Rented servers.' },
  txcd_10202000: { name: 'Downloadable Software - personal use', description: 'Pre-written software, downloaded.' },
  txcd_10302000: { name: 'Digital Books - downloaded', description: 'Books in a digital format.' },
  txcd_10401100: { name: 'Digital Audio Works - streamed', description: 'Music and other audio works, streamed.' },
  txcd_10501000: { name: 'Gift Card', description: 'Multi-purpose vouchers, taxed when redeemed.', exempt: true },
  txcd_20030000: {
    name: 'General - Services',
    description: 'Services performed by people.',
    untaxedIn: ['US'],
  },
  txcd_20060000: { name: 'Professional Services', description: 'Services of a profession.', untaxedIn: ['US'] },
  txcd_30011000: { name: 'Clothing & Footwear', description: 'Clothing and footwear for everyday use.' },
  txcd_35010000: { name: 'Books - physical', description: 'Printed books.' },
  txcd_92010001: { name: 'Shipping', description: 'Shipping of goods.' },
  txcd_99999999: { name: 'General - Tangible Goods', description: 'Physical goods.' },
};

export function isExempt(code: string, country: string): boolean {
  const { exempt = false, untaxedIn = [] } = codes[code] ?? {};
  return exempt || untaxedIn.includes(country);
}
