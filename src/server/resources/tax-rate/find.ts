import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';

const most = 10;

/** The rates that `param` names, to be embedded; '' names none. */
export async function findTaxRates(
  work: Work,
  ids: readonly string[] | '' | undefined,
  param: string,
): Promise<Stripe.TaxRate[]> {
  if (!ids) return [];
  if (ids.length > most) throw errors.invalid(`You cannot apply more than ${most} tax rates here.`, param);
  const rates: Stripe.TaxRate[] = [];
  for (const [at, id] of ids.entries()) {
    const rate = await work.find<Stripe.TaxRate>('tax_rate', id, `${param}[${at}]`);
    if (!rate.active) throw errors.invalid(`The tax rate ${id} is archived and cannot be applied.`, `${param}[${at}]`);
    rates.push(rate);
  }
  return rates;
}
