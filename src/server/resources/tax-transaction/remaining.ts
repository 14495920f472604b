/** What earlier reversals left of a transaction. */
import type { Work } from '../../kernel/work.ts';
import type { StoredLine, StoredTransaction } from './stored.ts';

export interface Amounts {
  readonly amount: number;
  readonly amount_tax: number;
}

export interface Remaining {
  readonly lines: readonly (Amounts & { readonly line: StoredLine })[];
  readonly shipping: Amounts;
}

/** Reversals are negative, so that all of it adds up to what is left. */
const sumOf = (all: readonly Amounts[]): Amounts => ({
  amount: all.reduce((sum, { amount }) => sum + amount, 0),
  amount_tax: all.reduce((sum, { amount_tax }) => sum + amount_tax, 0),
});

export async function remainingOf(work: Work, transaction: StoredTransaction): Promise<Remaining> {
  const lines = await work.list<StoredLine>('tax.transaction_line_item', { where: { _parent: transaction.id } });
  const reversals = await work.list<StoredTransaction>('tax.transaction', { where: { reverses: transaction.id } });
  const left: Remaining['lines'][number][] = [];
  for (const line of lines) {
    const taken = await work.list<StoredLine>('tax.transaction_line_item', { where: { reverses: line.id } });
    left.push({ line, ...sumOf([line, ...taken]) });
  }
  const costs = [transaction, ...reversals].flatMap(({ shipping_cost }) => shipping_cost ?? []);
  return { lines: left, shipping: sumOf(costs) };
}
