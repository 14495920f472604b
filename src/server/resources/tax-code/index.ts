import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { pageQuery } from '../event/page-query.ts';
import { allCodes, mintTaxCode } from './find.ts';

async function listTaxCodes({ params }: Call<Stripe.TaxCodeListParams>): Promise<ListResult> {
  const { limit, startingAfter, endingBefore } = pageQuery(params);
  const all = allCodes();
  const at = (id: string, param: string): number => {
    const found = all.findIndex((code) => code.id === id);
    if (found === -1) throw errors.missing('tax code', id, param, 'parameter');
    return found;
  };
  const rest =
    endingBefore === undefined
      ? all.slice(startingAfter === undefined ? 0 : at(startingAfter, 'starting_after') + 1)
      : all.slice(0, at(endingBefore, 'ending_before'));
  const data = endingBefore === undefined ? rest.slice(0, limit) : rest.slice(-(limit ?? rest.length));
  return { object: 'list', data, has_more: rest.length > data.length, url: '/v1/tax_codes' };
}

export const taxCode = defineResource<Stripe.TaxCode>('tax_code', {
  noun: 'tax code',
  operations: { 'taxCodes.list': listTaxCodes },
  mint: mintTaxCode,
});
