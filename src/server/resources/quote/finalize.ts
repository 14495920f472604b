import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { itemsOf } from '../item/of-parent.ts';
import type { StoredItem } from '../item/stored.ts';
import type { StoredPrice } from '../price/stored.ts';
import { isUsable } from '../price/usable.ts';
import { unknownLocation } from '../tax-calculation/automatic.ts';
import { amountsOf } from './amounts.ts';
import { end } from './end.ts';
import { futureTime } from './fields.ts';
import { machine } from './machine.ts';
import { numberFor } from './number.ts';
import type { StoredQuote } from './stored.ts';

async function checkPrices(work: Work, items: readonly StoredItem[]): Promise<void> {
  for (const [at, { price }] of items.entries()) {
    const current = await work.get<StoredPrice>('price', price.id);
    if (current !== undefined && isUsable(current)) continue;
    throw errors.invalid(
      `The price ${price.id} is inactive: a quote can only be finalized with active prices.`,
      `line_items[${at}][price]`,
    );
  }
}

/** The customer's address may have changed since. */
async function checkLocation(work: Work, quote: StoredQuote, items: readonly StoredItem[]): Promise<void> {
  const { automatic_tax: found } = (await amountsOf(work, quote, items)).quote;
  if (found?.status !== 'complete') throw unknownLocation();
}

/** The quote that this one takes the place of. */
async function revised(work: Work, { from_quote: from }: StoredQuote): Promise<StoredQuote | undefined> {
  if (!from?.is_revision) return undefined;
  const source = await work.find<StoredQuote>('quote', from.quote, 'from_quote');
  if (source.status !== 'accepted') return source;
  throw errors.invalid(`The quote that this one revises, ${source.id}, has been accepted.`);
}

export async function finalizeQuote({
  work,
  params,
  targets,
}: Call<Stripe.QuoteFinalizeQuoteParams>): Promise<StoredQuote> {
  const quote = targets[0] as StoredQuote;
  next(machine, quote, 'finalize');
  if (quote.customer === null)
    throw errors.invalid('A quote needs a customer before it can be finalized.', 'customer', 'parameter_missing');
  const items = await itemsOf(work, quote.id);
  if (items.length === 0)
    throw errors.invalid('A quote needs line items before it can be finalized.', 'line_items', 'parameter_missing');
  await checkPrices(work, items);
  if (quote.automatic_tax.enabled) await checkLocation(work, quote, items);
  const source = await revised(work, quote);
  const customer = await work.find<Stripe.Customer>('customer', quote.customer, 'customer');
  const expires_at = params.expires_at === undefined ? quote.expires_at : futureTime(work, params.expires_at);
  const finalized = await work.act<StoredQuote>(quote, 'finalize', {
    ...(await numberFor(work, quote, customer)),
    expires_at,
    status_transitions: { ...quote.status_transitions, finalized_at: work.now },
  });
  if (source?.status === 'open') await end(work, source, 'cancel');
  return finalized;
}
