import type Stripe from 'stripe';
import type { Call } from '../../kernel/work.ts';
import { blankQuote } from './blank.ts';
import { contentOf, type SentContent } from './content.ts';
import { copyQuote } from './copy.ts';
import { sentFields } from './fields.ts';
import type { StoredQuote } from './stored.ts';

export async function createQuote({ work, params }: Call<Stripe.QuoteCreateParams>): Promise<StoredQuote> {
  if (params.from_quote !== undefined) return copyQuote(work, params, params.from_quote);
  const blank = blankQuote(work);
  const quote: StoredQuote = { ...blank, ...(await sentFields(work, blank, params)) };
  return work.insert<StoredQuote>({ ...quote, ...(await contentOf(work, quote, [], params as SentContent)) });
}
