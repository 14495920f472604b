import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { acceptQuote } from './accept.ts';
import { createQuote } from './create.ts';
import { cancelQuote, expire } from './end.ts';
import { finalizeQuote } from './finalize.ts';
import { listQuotes } from './list.ts';
import { machine } from './machine.ts';
import { hiddenFields, type StoredQuote } from './stored.ts';
import { updateQuote } from './update.ts';

export const quote = defineResource<StoredQuote>('quote', {
  machine,
  events: [
    on.create('quote.created'),
    on.enter('open', 'quote.finalized'),
    on.enter('accepted', 'quote.accepted'),
    on.enter('canceled', 'quote.canceled'),
  ],
  operations: {
    'quotes.create': createQuote,
    'quotes.update': updateQuote,
    'quotes.list': listQuotes,
    'quotes.finalizeQuote': finalizeQuote,
    'quotes.accept': acceptQuote,
    'quotes.cancel': cancelQuote,
  },
  outside: { expire },
  hidden: hiddenFields,
});
