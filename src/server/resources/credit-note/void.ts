import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import type { Call } from '../../kernel/work.ts';
import type { StoredNoteLine } from '../credit-note-line-item/stored.ts';
import { lowerIntent } from '../invoice/intent.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import { machine } from './machine.ts';
import type { StoredNote } from './stored.ts';

/** What it took off is to be paid again. */
export async function voidCreditNote({ work, targets }: Call): Promise<StoredNote> {
  const note = targets[0] as StoredNote;
  next(machine, note, 'void');
  const invoice = await work.find<StoredInvoice>('invoice', note.invoice, 'invoice');
  if (invoice.status !== 'open')
    throw errors.invalid('You can only void a credit note if the associated invoice is open.');
  const amount_remaining = invoice.amount_remaining + note.pre_payment_amount;
  await work.update<StoredInvoice>(invoice, {
    amount_due: invoice.amount_due + note.pre_payment_amount,
    amount_remaining,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount - note.pre_payment_amount,
  });
  await lowerIntent(work, invoice, amount_remaining);
  for (const line of await work.list<StoredNoteLine>('credit_note_line_item', { where: { _parent: note.id } }))
    await work.update<StoredNoteLine>(line, { voided: true });
  return work.act<StoredNote>(note, 'void', { voided_at: work.now });
}
