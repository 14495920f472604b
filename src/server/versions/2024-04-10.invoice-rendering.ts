import { isHash, type Params } from '../kernel/params.ts';
import type { Shown } from '../kernel/reader.ts';
import { type VersionChange, value } from './change.ts';

const operations = ['invoices.create', 'invoices.update'];

function rendering({ rendering_options: options, ...params }: Params): Params {
  if (options === undefined) return params;
  const sent = isHash(options) ? options : { amount_tax_display: '' };
  return { ...params, rendering: { ...sent, ...(isHash(params.rendering) && params.rendering) } };
}

/** https://docs.stripe.com/changelog/2024-04-10 */
export const invoiceRendering: VersionChange = {
  version: '2024-04-10',
  description:
    '`rendering_options` of an invoice are part of its `rendering`; `pending_invoice_items_behavior` of `include_and_require` is `include`.',
  operations: new Set(operations),
  takes: Object.fromEntries(operations.map((each) => [each, ['rendering_options']])),
  renames: [['rendering_options', 'rendering']],
  upgrade(params: Params): Params {
    const upgraded = rendering(params);
    return upgraded.pending_invoice_items_behavior === 'include_and_require'
      ? { ...upgraded, pending_invoice_items_behavior: 'include' }
      : upgraded;
  },
  restores: { invoice: { rendering_options: value } },
  objects: {
    invoice(draft) {
      const display = (draft.rendering as Shown | null | undefined)?.amount_tax_display ?? null;
      draft.rendering_options = display === null ? null : { amount_tax_display: display };
    },
  },
};
