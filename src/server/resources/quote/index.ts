import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import { acceptQuote } from './accept.ts';
import { createQuote } from './create.ts';
import { cancelQuote, expire } from './end.ts';
import { finalizeQuote } from './finalize.ts';
import { listQuotes } from './list.ts';
import { machine } from './machine.ts';
import { quotePdf } from './paper.ts';
import { hiddenFields, type StoredQuote } from './stored.ts';
import { updateQuote } from './update.ts';
import { showingUpfront } from './upfront.ts';

const retrieveQuote = async ({ targets }: Call<object>): Promise<StoredQuote> => targets[0] as StoredQuote;

export const quote = defineResource<StoredQuote>('quote', {
  machine,
  events: [
    on.create('quote.created'),
    on.enter('open', 'quote.finalized'),
    on.enter('accepted', 'quote.accepted'),
    on.enter('canceled', 'quote.canceled'),
  ],
  operations: {
    'quotes.create': showingUpfront(createQuote),
    'quotes.retrieve': showingUpfront(retrieveQuote),
    'quotes.update': showingUpfront(updateQuote),
    'quotes.list': showingUpfront(listQuotes),
    'quotes.finalizeQuote': showingUpfront(finalizeQuote),
    'quotes.accept': showingUpfront(acceptQuote),
    'quotes.cancel': showingUpfront(cancelQuote),
    'quotes.pdf': quotePdf,
  },
  outside: { expire },
  hidden: hiddenFields,
  clock: 'test_clock',
});
