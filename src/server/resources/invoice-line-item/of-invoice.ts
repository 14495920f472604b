import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredLine } from './stored.ts';

/** In the order in which the invoice shows them. */
export function linesOf(work: Work, invoice: string): Awaitable<StoredLine[]> {
  return work.list<StoredLine>('line_item', { where: { invoice } });
}

/**
 * Lists show the newest first, but lines that are added to an invoice stand behind those that are there: they are
 * written first, and the others anew. Nothing tells of it, lines having no events.
 */
export async function appendLines(work: Work, invoice: string, added: readonly StoredLine[]): Promise<void> {
  const present = await linesOf(work, invoice);
  for (const line of present) await work.remove(line);
  for (const line of [...present, ...added].reverse()) await work.insert(line);
}

export async function lineOfItem(work: Work, invoice: string, item: string): Promise<StoredLine | undefined> {
  const lines = await linesOf(work, invoice);
  return lines.find((line) => line.parent?.invoice_item_details?.invoice_item === item);
}
