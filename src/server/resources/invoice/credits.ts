/** Billing credits pay for metered usage as the invoice is finalized, after discounts and before taxes. */
import type { Work } from '../../kernel/work.ts';
import { draw, type Usage } from '../billing-credit-grant/draw.ts';
import { linesOf } from '../invoice-line-item/of-invoice.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import type { StoredPrice } from '../price/stored.ts';
import { freshFields } from './refresh.ts';
import type { StoredInvoice } from './stored.ts';

/** Only lines of subscriptions whose price goes by a meter. */
async function usageOn(work: Work, invoice: string, line: StoredLine): Promise<Usage | undefined> {
  const reduced = (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const amount = line.amount - reduced;
  const price = line.pricing?.price_details?.price;
  const ofItem = line.parent?.type === 'subscription_item_details';
  if (!ofItem || amount <= 0 || price === undefined || (line.credits ?? []).length > 0) return undefined;
  const id = typeof price === 'string' ? price : price.id;
  const { recurring } = await work.find<StoredPrice>('price', id, 'price');
  return recurring?.meter ? { invoice, line: line.id, price: id, amount } : undefined;
}

/** The amounts of `fresh` after what the customer's credits give; nothing where they give nothing. */
export async function useCredits(work: Work, fresh: StoredInvoice): Promise<Partial<StoredInvoice>> {
  const { customer, currency, id, parent } = fresh;
  if (customer === null || parent?.type !== 'subscription_details') return {};
  const lines = await linesOf(work, id);
  const usages: Usage[] = [];
  for (const line of lines) {
    const usage = await usageOn(work, id, line);
    if (usage !== undefined) usages.push(usage);
  }
  const drawn = await draw(work, customer, currency, usages);
  if (drawn.size === 0) return {};
  for (const line of lines) {
    const credits = drawn.get(line.id);
    if (credits !== undefined) await work.update<StoredLine>(line, { credits });
  }
  return freshFields(work, fresh);
}
