import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createProductOperation } from './create-operation.ts';
import { deleteProduct } from './delete.ts';
import type { StoredProduct } from './stored.ts';
import { updateProduct } from './update.ts';

export const product = defineResource<StoredProduct>('product', {
  events: [
    on.create('product.created', ({ inline }) => !inline),
    on.change('product.updated'),
    on.remove('product.deleted'),
  ],
  operations: {
    'products.create': createProductOperation,
    'products.update': updateProduct,
    'products.del': deleteProduct,
  },
  hidden: ['inline'],
});
