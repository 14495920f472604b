/** What a quote adds up to: at once, and in each period. */
import type { Work } from '../../kernel/work.ts';
import { type Books, booksOf, summary, totalsFor, withAmounts } from '../item/amounts.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import type { StoredQuote } from './stored.ts';

interface Amounts {
  readonly quote: Partial<StoredQuote>;
  readonly items: readonly StoredItem[];
}

/** What every period after the first costs: only discounts that last for ever count. */
function recurringOf(
  quote: StoredQuote,
  items: readonly StoredItem[],
  books: Books,
): StoredQuote['computed']['recurring'] {
  const recurring = items.filter(isRecurring);
  const rhythm = recurring[0]?.price.recurring;
  if (!rhythm) return null;
  const totals = totalsFor(quote, recurring, books, ({ terms }) => terms.duration === 'forever');
  return { ...summary(totals, books), interval: rhythm.interval, interval_count: rhythm.interval_count };
}

/** The fields of quote and lines that follow from lines, discounts and tax rates. */
export async function amountsOf(work: Work, quote: StoredQuote, lines: readonly StoredItem[]): Promise<Amounts> {
  const books = await booksOf(work, quote, lines);
  const totals = totalsFor(quote, lines, books);
  const items = lines.map((line, at) => {
    const amounts = totals.lines[at];
    return amounts === undefined ? line : withAmounts(line, amounts, books);
  });
  // A trial has no price: https://docs.stripe.com/quotes/create
  const trial = (quote.subscription_data.trial_period_days ?? 0) > 0;
  const due = trial ? lines.map((line) => (isRecurring(line) ? { ...line, amount_subtotal: 0 } : line)) : lines;
  const upfront = summary(trial ? totalsFor(quote, due, books) : totals, books);
  return {
    items,
    quote: {
      ...upfront,
      ...(books.automatic && {
        automatic_tax: {
          ...quote.automatic_tax,
          status: books.found === undefined ? 'requires_location_inputs' : 'complete',
        },
      }),
      currency: items[0]?.currency ?? null,
      computed: {
        recurring: recurringOf(quote, items, books),
        upfront,
      },
    },
  };
}
