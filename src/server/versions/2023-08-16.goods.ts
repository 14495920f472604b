import { type VersionChange, value } from './change.ts';

const ofGoods = ['attributes', 'caption', 'deactivate_on'];
const words: Readonly<Record<string, string>> = {
  custom_account_update: 'account_update',
  custom_account_verification: 'account_onboarding',
};

/** https://docs.stripe.com/changelog/2023-08-16: the orders that goods were for had gone long before. */
export const goods: VersionChange = {
  version: '2023-08-16',
  description:
    'Products are made without `attributes`, `caption` and `deactivate_on`, which described goods in orders.',
  operations: new Set(['products.create', 'products.update', 'prices.update']),
  ignores: { 'products.create': ofGoods, 'products.update': ofGoods, 'prices.update': ['recurring'] },
  restores: { product: { attributes: value } },
  objects: {
    product(draft) {
      draft.attributes = [];
    },
  },
};

export const customAccountLinks: VersionChange = {
  version: '2023-08-16',
  description:
    'Account links are `account_update` and `account_onboarding`, no longer `custom_account_update` and `_verification`.',
  operations: new Set(['accountLinks.create']),
  upgrade: (params) =>
    typeof params.type === 'string' && Object.hasOwn(words, params.type)
      ? { ...params, type: words[params.type] ?? params.type }
      : params,
};
