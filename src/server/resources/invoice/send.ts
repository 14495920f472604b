import { errors } from '../../kernel/errors.ts';
import type { Call, Refusal } from '../../kernel/work.ts';
import { finalize } from './finalize.ts';
import type { StoredInvoice } from './stored.ts';
import { recordingFailure } from './unlocated.ts';

function checkSendable(invoice: StoredInvoice): void {
  if (invoice.collection_method !== 'send_invoice') {
    throw errors.invalid("You can only manually send an invoice if its collection method is set to 'send_invoice'.");
  }
  if (invoice.customer_email) return;
  throw errors.invalid(
    'Missing email. In order to create invoices that are sent to the customer, the customer must have a valid email.',
  );
}

/** The mail is not written; the invoice remembers that it was sent, which its event tells. */
export async function sendInvoice({ work, targets }: Call): Promise<StoredInvoice | Refusal> {
  const invoice = targets[0] as StoredInvoice;
  checkSendable(invoice);
  if (invoice.status !== 'draft' && invoice.status !== 'open')
    throw errors.invalid(`This invoice cannot be sent because it is ${String(invoice.status)}.`);
  if (invoice.status === 'draft') return recordingFailure(work, invoice, finalize(work, invoice, { sent: true }));
  return work.update<StoredInvoice>(invoice, { sends: invoice.sends + 1 });
}
