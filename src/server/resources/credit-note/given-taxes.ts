import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { Tax } from '../invoice/amounts/lines.ts';

const most = 20;

interface SentTax {
  readonly amount: number;
  readonly tax_rate: string;
  readonly taxable_amount: number;
}

/** Taxes that the request computed itself. */
export async function givenTaxes(work: Work, sent: readonly SentTax[], param: string): Promise<Tax[]> {
  if (sent.length > most) throw errors.invalid(`You cannot pass more than ${most} tax amounts here.`, param);
  const taxes: Tax[] = [];
  for (const [at, { amount, tax_rate, taxable_amount }] of sent.entries()) {
    const rate = await work.find<Stripe.TaxRate>('tax_rate', tax_rate, `${param}[${at}][tax_rate]`);
    taxes.push({
      rate: rate.id,
      inclusive: rate.inclusive,
      percentage: rate.percentage,
      amount,
      taxable: taxable_amount,
    });
  }
  return taxes;
}
