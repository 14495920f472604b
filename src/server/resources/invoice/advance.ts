/** What the clock does to an invoice that advances by itself. */
import { errors } from '../../kernel/errors.ts';
import { next } from '../../kernel/machine.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { collect, defaultMethod, recordFailure } from './collect.ts';
import { finalize } from './finalize.ts';
import { machine } from './machine.ts';
import type { StoredInvoice } from './stored.ts';
import { recordingFailure, withoutUnknownTaxes } from './unlocated.ts';

/** Finalizes a draft, then charges it or sends it. */
export async function advance(work: Work, draft: StoredInvoice): Promise<StoredInvoice> {
  const sent = draft.collection_method === 'send_invoice' && Boolean(draft.customer_email);
  const ready = await withoutUnknownTaxes(work, draft);
  await recordingFailure(work, ready, finalize(work, ready, { sent }));
  // It may be a draft still, and whoever follows invoices may have voided it at once.
  const invoice = await work.find<StoredInvoice>('invoice', draft.id, 'invoice');
  const charges = invoice.status === 'open' && invoice.collection_method === 'charge_automatically';
  return charges ? attempt(work, invoice) : invoice;
}

/** Its due date has passed without a payment. */
export const fallDue = async (work: Work, invoice: StoredInvoice): Promise<StoredInvoice> =>
  work.act<StoredInvoice>(invoice, 'fall_due', { overdue: true });

/** Tries to charge it once more; without a payment method the attempt fails too. */
export async function attempt(work: Work, invoice: StoredInvoice): Promise<StoredInvoice> {
  next(machine, invoice, 'fail');
  if (invoice.collection_method !== 'charge_automatically')
    throw errors.invalid(
      'Only invoices whose `collection_method` is `charge_automatically` are charged by themselves.',
    );
  const method = await defaultMethod(work, invoice);
  // Without one there is nothing to try again with.
  if (method === undefined) return recordFailure(work, invoice, 'clock', { next_payment_attempt: null });
  const outcome = await collect(work, invoice, method, 'clock');
  return outcome instanceof Refusal ? work.find<StoredInvoice>('invoice', invoice.id, 'invoice') : outcome;
}
