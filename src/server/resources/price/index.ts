import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createPriceOperation } from './create.ts';
import type { StoredPrice } from './stored.ts';
import { updatePrice } from './update.ts';

export const price = defineResource<StoredPrice>('price', {
  events: [on.create('price.created', ({ inline }) => !inline), on.change('price.updated'), on.remove('price.deleted')],
  operations: { 'prices.create': createPriceOperation, 'prices.update': updatePrice },
  hidden: ['inline', 'aggregate_usage'],
});
