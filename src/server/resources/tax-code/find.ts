import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { codes } from './codes.ts';

/** Shape of Stripe's codes: those that the table lacks are taxed like any other. */
const shape = /^txcd_\d{8}$/;

const codeOf = (id: string): Stripe.TaxCode => ({
  id,
  object: 'tax_code',
  description: codes[id]?.description ?? '',
  name: codes[id]?.name ?? id,
  requirements: null,
});

export function readTaxCode(id: string, param: string): string {
  if (shape.test(id)) return id;
  throw errors.missing('tax code', id, param, 'parameter');
}

/** Codes are everywhere the same: nobody creates them. */
export const mintTaxCode = async (work: Work, id: string): Promise<StoredObject | undefined> =>
  id in codes ? work.insert<Stripe.TaxCode>(codeOf(id)) : undefined;

export const allCodes = (): Stripe.TaxCode[] => Object.keys(codes).map(codeOf);
