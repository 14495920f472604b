import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Call, Work } from '../../kernel/work.ts';
import type { StoredQuote } from './stored.ts';

/** Canceled by hand, by a revision or by its date. */
export function end(work: Work, quote: StoredQuote, action: 'cancel' | 'expire'): Awaitable<StoredQuote> {
  const status_transitions = { ...quote.status_transitions, canceled_at: work.now };
  return work.act<StoredQuote>(quote, action, { status_transitions });
}

export const expire = (work: Work, quote: StoredQuote): Awaitable<StoredQuote> => end(work, quote, 'expire');

export const cancelQuote = ({ work, targets }: Call<object>): Awaitable<StoredQuote> =>
  end(work, targets[0] as StoredQuote, 'cancel');
