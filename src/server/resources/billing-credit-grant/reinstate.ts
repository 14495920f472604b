import type { StoredObject, Work } from '../../kernel/work.ts';
import { recordTransaction, transactionsOf } from '../billing-credit-balance-transaction/record.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredGrant } from './stored.ts';

/** A voided invoice gives back what grants gave to it; of a grant that is over by then it expires at once. */
export async function reinstate(work: Work, was?: StoredObject, is?: StoredObject): Promise<void> {
  const [before, after] = [was as StoredInvoice | undefined, is as StoredInvoice | undefined];
  if (after?.status !== 'void' || before?.status === 'void') return;
  for (const { credit_grant: id, debit } of await transactionsOf(work, after.id)) {
    const amount = debit?.amount.monetary?.value ?? 0;
    const line = debit?.credits_applied?.invoice_line_item ?? '';
    const grant = await work.find<StoredGrant>('billing.credit_grant', id, 'credit_grant');
    const isOver = grant.standing !== 'granted';
    const given = isOver ? grant : await work.update<StoredGrant>(grant, { left: grant.left + amount });
    await recordTransaction(work, given, {
      type: 'credits_application_invoice_voided',
      amount,
      invoice: after.id,
      line,
    });
    if (isOver) await recordTransaction(work, given, { type: 'credits_expired', amount });
  }
}
