import { isHash, type ParamHash } from '../kernel/params.ts';
import type { Shown } from '../kernel/reader.ts';
import { type VersionChange, value } from './change.ts';
import { renamed, within } from './reshape.ts';

const operations = [
  'testHelpers.issuing.authorizations.capture',
  'testHelpers.issuing.transactions.createForceCapture',
  'testHelpers.issuing.transactions.createUnlinkedRefund',
];
const path = 'purchase_details.fuel.volume_decimal';

const inFuel = (params: ParamHash): ParamHash =>
  within(params, 'purchase_details', (details) =>
    within(details, 'fuel', (fuel) => renamed(fuel, 'volume_decimal', 'quantity_decimal')),
  );

/** https://docs.stripe.com/changelog/2024-06-20 */
export const fuel: VersionChange = {
  version: '2024-06-20',
  description: '`volume_decimal` of fuel bought with a card of Issuing is its `quantity_decimal`.',
  operations: new Set(operations),
  takes: Object.fromEntries(operations.map((each) => [each, [path]])),
  renames: [[path, 'purchase_details.fuel.quantity_decimal']],
  upgrade: (params) => (isHash(params.purchase_details) ? inFuel(params) : params),
  restores: { 'issuing.transaction': { [path]: value } },
  objects: {
    'issuing.transaction'(draft) {
      const details = draft.purchase_details as Shown | null | undefined;
      const bought = details?.fuel as Shown | null | undefined;
      if (bought == null) return;
      draft.purchase_details = { ...details, fuel: { ...bought, volume_decimal: bought.quantity_decimal ?? null } };
    },
  },
};
