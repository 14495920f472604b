/** Lines and discounts of a draft, as parameters set them, and the amounts that follow. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { SentDiscount } from '../discount/redeem.ts';
import { sum } from '../invoice/amounts/sum.ts';
import { storeItems } from '../item/of-parent.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { amountsOf } from './amounts.ts';
import { offerDiscounts, sourcesOf } from './discounts.ts';
import { readLines, type SentLine } from './lines.ts';
import { checkKind } from './shares.ts';
import type { StoredQuote } from './stored.ts';

export interface SentContent {
  readonly discounts?: readonly SentDiscount[] | '' | undefined;
  readonly line_items?: readonly SentLine[] | undefined;
}

function checkTaxes({ automatic_tax, default_tax_rates }: StoredQuote, items: readonly StoredItem[]): void {
  if (!automatic_tax.enabled) return;
  const param = default_tax_rates.length > 0 ? 'default_tax_rates' : 'line_items';
  if (default_tax_rates.length > 0 || items.some(({ rates }) => rates.length > 0))
    throw errors.invalid('You cannot set tax rates on a quote with `automatic_tax[enabled]`.', param);
}

/** Stores the lines; gives the fields of the quote, which the caller stores. */
export async function contentOf(
  work: Work,
  quote: StoredQuote,
  present: readonly StoredItem[],
  { discounts: sentDiscounts, line_items: sentLines }: SentContent,
): Promise<Partial<StoredQuote>> {
  const lines = sentLines === undefined ? present : await readLines(work, quote, sentLines);
  checkTaxes(quote, lines);
  checkKind(quote, lines);
  const currency = lines[0]?.currency ?? null;
  const moved = quote.currency !== currency && quote.discounts.length > 0;
  const sent = sentDiscounts ?? (moved ? await sourcesOf(work, quote.discounts) : undefined);
  const amount = lines.length === 0 ? undefined : sum(lines.map((line) => ({ amount: line.amount_subtotal })));
  const offer = { customer: quote.customer, currency, once: lines.length > 0 && !lines.some(isRecurring), amount };
  const discounts = sent === undefined ? quote.discounts : await offerDiscounts(work, sent, offer, 'discounts');
  const amounts = await amountsOf(work, { ...quote, discounts }, lines);
  await storeItems(work, quote.id, amounts.items);
  return { discounts, ...amounts.quote };
}
