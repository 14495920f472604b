import type Stripe from 'stripe';
import { next } from '../../kernel/machine.ts';
import { type Call, type Outcome, Refusal, type Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { payDraft } from './at-once.ts';
import { collect, defaultMethod, noMethod, unpaid } from './collect.ts';
import { ownMethod } from './fields.ts';
import { finalize } from './finalize.ts';
import { machine } from './machine.ts';
import { settleOutOfBand } from './settle.ts';
import type { StoredInvoice } from './stored.ts';
import { recordingFailure } from './unlocated.ts';

type Params = Stripe.InvoicePayParams;

async function chosenMethod(work: Work, invoice: StoredInvoice, params: Params): Promise<StoredPaymentMethod> {
  const sent = params.payment_method ?? params.source;
  const param = params.payment_method === undefined ? 'source' : 'payment_method';
  const method =
    sent === undefined
      ? await defaultMethod(work, invoice)
      : await work.get<StoredPaymentMethod>('payment_method', await ownMethod(work, sent, invoice.customer, param));
  if (method === undefined) throw noMethod();
  return method;
}

async function payWhileDraft(work: Work, draft: StoredInvoice, params: Params): Promise<StoredInvoice | Refusal> {
  let refusal: Refusal | undefined;
  const paid = payDraft(work, draft, () => chosenMethod(work, draft, params)).then((issued) => {
    refusal = issued.refusal ?? unpaid(issued.invoice);
    return issued.invoice;
  });
  const invoice = await recordingFailure(work, draft, paid);
  return refusal ?? invoice;
}

/** A draft is finalized first. */
export async function payInvoice({ work, params, targets }: Call<Params>): Promise<Outcome> {
  const target = targets[0] as StoredInvoice;
  const elsewhere = params.paid_out_of_band === true;
  if (target.status === 'draft' && !elsewhere) return payWhileDraft(work, target, params);
  const invoice = target.status === 'draft' ? await recordingFailure(work, target, finalize(work, target)) : target;
  if (invoice instanceof Refusal || (target.status === 'draft' && invoice.status === 'paid')) return invoice;
  next(machine, invoice, 'settle');
  if (elsewhere) return settleOutOfBand(work, invoice);
  return collect(work, invoice, await chosenMethod(work, invoice, params), 'person');
}
