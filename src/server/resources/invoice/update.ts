import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { redeemAll } from '../discount/redeem.ts';
import { linesOf } from '../invoice-line-item/of-invoice.ts';
import { draftLife, sentFields } from './fields.ts';
import { refreshDraft } from './refresh.ts';
import type { StoredInvoice } from './stored.ts';

type Params = Stripe.InvoiceUpdateParams;

/** What may still change once the invoice is finalized. */
const afterwards: ReadonlySet<string> = new Set([
  'auto_advance',
  'default_payment_method',
  'default_source',
  'expand',
  'metadata',
  'payment_settings',
]);

export async function updateInvoice({ work, params, targets }: Call<Params>): Promise<StoredInvoice> {
  const invoice = targets[0] as StoredInvoice;
  const isDraft = invoice.status === 'draft';
  const frozen = isDraft ? undefined : Object.keys(params).find((name) => !afterwards.has(name));
  if (frozen !== undefined)
    throw errors.invalid("Finalized invoices can't be updated in this way", frozen, 'invoice_not_editable');
  const fields = await sentFields(work, invoice, params);
  if (!isDraft) {
    const { metadata, default_payment_method, default_source, payment_settings } = fields;
    const patch = { metadata, default_payment_method, default_source, payment_settings };
    const sent = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    return work.update<StoredInvoice>(invoice, { ...sent, ...advance(work, invoice, params) });
  }
  if (params.discounts === undefined) return refreshDraft(work, invoice, fields);
  const { id, currency, customer } = invoice;
  const lines = await linesOf(work, id);
  const discounts = await redeemAll(work, params.discounts, {
    customer,
    currency,
    invoice: id,
    refuseRepeating: true,
    // A draft may still be filled.
    amount: lines.length === 0 ? undefined : lines.reduce((sum, { amount }) => sum + amount, 0),
  });
  return refreshDraft(work, invoice, { ...fields, discounts: discounts.map((discount) => discount.id) });
}

/** Only open invoices are collected. */
function advance(work: Work, invoice: StoredInvoice, { auto_advance: sent }: Params): Partial<StoredInvoice> {
  if (sent === undefined || invoice.status !== 'open') return {};
  if (!sent) return { auto_advance: false, next_payment_attempt: null };
  const charges = invoice.collection_method === 'charge_automatically';
  const next = charges ? (invoice.next_payment_attempt ?? work.now + draftLife) : null;
  return { auto_advance: true, next_payment_attempt: next };
}
