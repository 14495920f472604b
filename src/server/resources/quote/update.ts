import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import { itemsOf } from '../item/of-parent.ts';
import { contentOf, type SentContent } from './content.ts';
import { type Params, sentFields } from './fields.ts';
import type { StoredQuote } from './stored.ts';

/** What may still change, by status. */
const changeable: Readonly<Record<string, ReadonlySet<string>>> = {
  open: new Set(['expand', 'expires_at', 'metadata']),
  accepted: new Set(['expand']),
  canceled: new Set(['expand']),
};

function checkChangeable({ status }: StoredQuote, params: object): void {
  const allowed = changeable[status];
  const frozen = allowed && Object.keys(params).find((name) => !allowed.has(name));
  if (frozen === undefined) return;
  throw errors.invalid(
    status === 'open'
      ? `This quote is open: only \`expires_at\` can be updated, not \`${frozen}\`. To change it, create a revision with \`from_quote\`.`
      : `This quote is ${status} and can no longer be updated.`,
    frozen,
  );
}

export async function updateQuote({ work, params, targets }: Call<Stripe.QuoteUpdateParams>): Promise<StoredQuote> {
  const quote = targets[0] as StoredQuote;
  checkChangeable(quote, params);
  const fields = await sentFields(work, quote, params as Params);
  if (quote.status !== 'draft') return work.update<StoredQuote>(quote, fields);
  const changed: StoredQuote = { ...quote, ...fields };
  const content = await contentOf(work, changed, await itemsOf(work, quote.id), params as SentContent);
  return work.update<StoredQuote>(quote, { ...fields, ...content });
}
