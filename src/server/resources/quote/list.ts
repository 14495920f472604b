import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import type { StoredQuote } from './stored.ts';

/** Without a customer or a clock, quotes of test clocks are left out. */
export async function listQuotes({ work, params }: Call<Stripe.QuoteListParams>): Promise<ListResult> {
  const { customer, status, test_clock } = params;
  if (customer !== undefined && (await work.stub('customer', customer)) === undefined)
    await work.find('customer', customer, 'customer');
  const where = {
    ...(customer !== undefined && { customer }),
    ...(status !== undefined && { status }),
    ...(test_clock !== undefined && { test_clock }),
  };
  const filter = (row: object): boolean => (row as StoredQuote).test_clock === null;
  const hides = customer === undefined && test_clock === undefined;
  return work.page(['quote'], { ...pageQuery(params), where, ...(hides && { filter }) }, '/v1/quotes');
}
