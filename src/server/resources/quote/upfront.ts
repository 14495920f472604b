/** The list `computed.upfront.line_items`, which answers hold only where `expand` names it. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Call, ListResult, StoredObject, Work } from '../../kernel/work.ts';
import { itemsOf } from '../item/of-parent.ts';
import type { StoredItem } from '../item/stored.ts';
import type { StoredQuote } from './stored.ts';

type Answer = StoredQuote | ListResult;
type Operation<P extends object> = (call: Call<P>) => Awaitable<Answer>;

const path = 'computed.upfront.line_items';
const listLength = 10;

const asks = (params: { readonly expand?: readonly string[] }, where: string): boolean =>
  params.expand?.some((each) => each === where || each.startsWith(`${where}.`)) ?? false;

async function withLines(work: Work, quote: StoredQuote): Promise<StoredQuote> {
  const items = await itemsOf(work, quote.id);
  const data: StoredItem[] = [];
  for (const item of items.slice(0, listLength)) data.push(await work.show(item));
  const url = `/v1/quotes/${quote.id}/computed_upfront_line_items`;
  const line_items = { object: 'list' as const, data, has_more: items.length > data.length, url };
  return { ...quote, computed: { ...quote.computed, upfront: { ...quote.computed.upfront, line_items } } };
}

/** An operation that answers with a quote or with a list of quotes, and adds what was asked for. */
export function showingUpfront<P extends object>(operation: Operation<P>): Operation<P> {
  return async (call) => {
    const answer = await operation(call);
    const { work, params } = call;
    if (!('data' in answer)) return asks(params, path) ? withLines(work, answer) : answer;
    if (!asks(params, `data.${path}`)) return answer;
    const data: StoredObject[] = [];
    for (const quote of answer.data) data.push(await withLines(work, quote as StoredQuote));
    return { ...answer, data };
  };
}
