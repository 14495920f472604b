import type Stripe from 'stripe';
import { pageOf, pageQuery } from '../../kernel/page.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { allCodes, mintTaxCode } from './find.ts';

const noun = 'tax code';

async function listTaxCodes({ params }: Call<Stripe.TaxCodeListParams>): Promise<ListResult> {
  return pageOf(allCodes(), pageQuery(params), noun, '/v1/tax_codes');
}

export const taxCode = defineResource<Stripe.TaxCode>('tax_code', {
  noun,
  operations: { 'taxCodes.list': listTaxCodes },
  mint: mintTaxCode,
});
