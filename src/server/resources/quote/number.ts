import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredQuote } from './stored.ts';

const digits = 4;

type Numbered = Pick<StoredQuote, 'number' | 'revision' | 'sequence'>;

/** `QT-<prefix>-0001-1`: counted per customer, and the last part per revision. */
export async function numberFor(work: Work, quote: StoredQuote, customer: Stripe.Customer): Promise<Numbered> {
  const all = await work.list<StoredQuote>('quote', { where: { customer: customer.id } });
  const revised = quote.from_quote?.is_revision ? all.find(({ id }) => id === quote.from_quote?.quote) : undefined;
  const sequence = revised?.sequence ?? 1 + Math.max(0, ...all.map((each) => each.sequence ?? 0));
  const siblings = all.filter((each) => each.sequence === sequence);
  const revision = 1 + Math.max(0, ...siblings.map((each) => each.revision ?? 0));
  const number = `QT-${String(customer.invoice_prefix)}-${String(sequence).padStart(digits, '0')}-${revision}`;
  return { number, revision, sequence };
}
