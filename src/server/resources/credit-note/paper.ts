/** The credit note on paper: behind `pdf`. */
import type Stripe from 'stripe';
import { day } from '../../kernel/wording.ts';
import type { Work } from '../../kernel/work.ts';
import type { Paper, PaperTotal } from '../../paper/document.ts';
import { amount, party, sizeFor } from '../../paper/wording.ts';
import type { StoredNoteLine } from '../credit-note-line-item/stored.ts';
import { issuer, taxLabel } from '../invoice/paper.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredNote } from './stored.ts';

const reasons: Readonly<Record<string, string>> = {
  duplicate: 'Duplicate',
  fraudulent: 'Fraudulent',
  order_change: 'Order change',
  product_unsatisfactory: 'Product unsatisfactory',
};

async function totalsOf(work: Work, note: StoredNote): Promise<PaperTotal[]> {
  const shown = (value: number): string => amount(value, note.currency);
  const totals: PaperTotal[] = [{ label: 'Subtotal', amount: shown(note.subtotal) }];
  if (note.discount_amount > 0) totals.push({ label: 'Discount', amount: shown(-note.discount_amount) });
  if (note.amount_shipping > 0) totals.push({ label: 'Shipping', amount: shown(note.amount_shipping) });
  for (const tax of note.total_taxes ?? []) {
    const label = await taxLabel(work, tax.tax_rate_details?.tax_rate, tax.tax_behavior === 'inclusive');
    totals.push({ label, amount: shown(tax.amount) });
  }
  return [...totals, { label: 'Total credited', amount: shown(note.total), strong: true }];
}

export async function notePaper(work: Work, note: StoredNote): Promise<Paper> {
  const invoice = await work.find<StoredInvoice>('invoice', note.invoice, 'invoice');
  const customer = await work.get<Stripe.Customer>('customer', note.customer);
  const lines = await work.list<StoredNoteLine>('credit_note_line_item', { where: { _parent: note.id } });
  const issued = note.effective_at ?? note.created;
  const { name, email, address, phone } = customer ?? {};
  const credited = `${amount(note.total, note.currency)} ${note.currency.toUpperCase()} credited`;
  return {
    title: 'Credit note',
    facts: [
      ['Credit note number', note.number],
      ['Invoice number', invoice.number ?? ''],
      ['Date of issue', day(issued)],
      ...(note.reason === null ? [] : [['Reason', reasons[note.reason] ?? note.reason] as const]),
    ],
    from: await issuer(work, invoice.issuer),
    to: party({ name, email, address: address ?? null, phone }),
    headline: note.status === 'void' ? 'Void' : `${credited} on ${day(issued)}`,
    lines: lines.map((line) => ({
      description: line.description ?? 'Item',
      quantity: String(line.quantity ?? ''),
      unit: line.unit_amount_decimal === null ? '' : amount(Number(line.unit_amount_decimal), note.currency),
      amount: amount(line.amount, note.currency),
    })),
    totals: await totalsOf(work, note),
    notes: note.memo === null ? [] : [note.memo],
    size: sizeFor(invoice.account_country),
    created: issued,
  };
}
