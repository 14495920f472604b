import type { ParamHash } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';
import { renamed, withEach } from './reshape.ts';

const ofItems = ['invoiceItems.create', 'invoiceItems.update'];
const ofLists = ['invoices.addLines', 'invoices.updateLines'];

const priced = (params: ParamHash): ParamHash => renamed(params, 'price', 'pricing', (price) => ({ price }));

/** https://docs.stripe.com/changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects */
export const priceOfItems: VersionChange = {
  version: '2025-03-31.basil',
  description:
    '`price` of invoice items and lines is sent as `pricing[price]`, and `unit_amount` as `unit_amount_decimal`.',
  operations: new Set([...ofItems, ...ofLists, 'invoices.updateLineItem']),
  takes: {
    ...Object.fromEntries(ofItems.map((each) => [each, ['price', 'unit_amount']])),
    ...Object.fromEntries(ofLists.map((each) => [each, ['lines[].price']])),
    'invoices.updateLineItem': ['price'],
  },
  renames: [
    ['price', 'pricing.price'],
    ['unit_amount', 'unit_amount_decimal'],
    ['lines[].price', 'lines[].pricing.price'],
  ],
  upgrade: (params) => withEach(renamed(priced(params), 'unit_amount', 'unit_amount_decimal'), 'lines', priced),
};
