import type { VersionChange } from './change.ts';
import { value } from './change.ts';
import { renamed } from './reshape.ts';

const operations = ['products.create', 'products.update'];

/** https://docs.stripe.com/changelog/2024-04-10 */
export const marketingFeatures: VersionChange = {
  version: '2024-04-10',
  description: '`features` of a product are its `marketing_features`.',
  operations: new Set(operations),
  takes: Object.fromEntries(operations.map((each) => [each, ['features']])),
  renames: [['features', 'marketing_features']],
  upgrade: (params) => renamed(params, 'features', 'marketing_features'),
  restores: { product: { features: value } },
  drops: { product: ['marketing_features'] },
  objects: {
    product(draft, _, dropped) {
      draft.features = dropped.marketing_features ?? [];
    },
  },
};
