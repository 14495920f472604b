import type { VersionChange } from './change.ts';
import { renamed } from './reshape.ts';

const operations = ['creditNotes.create', 'creditNotes.preview', 'creditNotes.listPreviewLineItems'];

/** https://docs.stripe.com/changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices */
export const refundOfCreditNotes: VersionChange = {
  version: '2025-03-31.basil',
  description: '`refund` of a credit note is sent as one of its `refunds`.',
  operations: new Set(operations),
  takes: Object.fromEntries(operations.map((each) => [each, ['refund']])),
  renames: [['refund', 'refunds[].refund']],
  upgrade: (params) => renamed(params, 'refund', 'refunds', (refund) => [{ refund }]),
};
