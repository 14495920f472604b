/** The invoice on paper: behind `invoice_pdf`. */
import type Stripe from 'stripe';
import { day } from '../../kernel/wording.ts';
import type { Work } from '../../kernel/work.ts';
import type { Paper, PaperLine, PaperTotal } from '../../paper/document.ts';
import { amount, party, sizeFor } from '../../paper/wording.ts';
import { self } from '../account/self-or-account.ts';
import { linesOf } from '../invoice-line-item/of-invoice.ts';
import type { StoredLine } from '../invoice-line-item/stored.ts';
import { issuerOf } from './letterhead.ts';
import type { StoredInvoice } from './stored.ts';

/** Who issues it. */
export async function issuer(work: Work, of: Stripe.Invoice.Issuer = self): Promise<string[]> {
  const account = await issuerOf(work, of);
  const profile = account.business_profile;
  const name = profile?.name || account.settings?.dashboard.display_name || 'Test merchant';
  return party({
    name,
    address: profile?.support_address ?? account.company?.address ?? null,
    phone: profile?.support_phone ?? null,
    email: profile?.support_email ?? account.email,
  });
}

/** `VAT (19%)` */
export function labelOf({ display_name, percentage, inclusive }: Stripe.TaxRate): string {
  return `${display_name} (${percentage}%)${inclusive ? ', included' : ''}`;
}

/** Rates that are gone are just tax. */
export async function taxLabel(work: Work, rate: unknown, inclusive: boolean): Promise<string> {
  const found = typeof rate === 'string' ? await work.get<Stripe.TaxRate>('tax_rate', rate) : undefined;
  return found === undefined ? `Tax${inclusive ? ', included' : ''}` : labelOf(found);
}

function paperLine({ amount: value, currency, description, period, pricing, quantity }: StoredLine): PaperLine {
  const unit = pricing?.unit_amount_decimal;
  const lasts = period.end > period.start;
  return {
    description: description ?? 'Item',
    remark: lasts ? `${day(period.start)} – ${day(period.end)}` : undefined,
    quantity: String(quantity ?? ''),
    unit: unit === null || unit === undefined ? '' : amount(Number(unit), currency),
    amount: amount(value, currency),
  };
}

async function totalsOf(work: Work, invoice: StoredInvoice): Promise<PaperTotal[]> {
  const { currency } = invoice;
  const shown = (value: number): string => amount(value, currency);
  const totals: PaperTotal[] = [{ label: 'Subtotal', amount: shown(invoice.subtotal) }];
  for (const { amount: value } of invoice.total_discount_amounts ?? [])
    totals.push({ label: 'Discount', amount: shown(-value) });
  const credits = (invoice.total_pretax_credit_amounts ?? []).filter(({ type }) => type !== 'discount');
  for (const { amount: value } of credits) totals.push({ label: 'Credit grant applied', amount: shown(-value) });
  if (invoice.shipping_cost) totals.push({ label: 'Shipping', amount: shown(invoice.shipping_cost.amount_subtotal) });
  for (const tax of invoice.total_taxes ?? []) {
    const label = await taxLabel(work, tax.tax_rate_details?.tax_rate, tax.tax_behavior === 'inclusive');
    totals.push({ label, amount: shown(tax.amount) });
  }
  totals.push({ label: 'Total', amount: shown(invoice.total) });
  const credited = invoice.pre_payment_credit_notes_amount;
  if (invoice.applied !== 0) totals.push({ label: 'Applied balance', amount: shown(-invoice.applied) });
  if (credited > 0) totals.push({ label: 'Credited', amount: shown(-credited) });
  if (invoice.amount_paid > 0) totals.push({ label: 'Amount paid', amount: shown(invoice.amount_paid) });
  return [...totals, { label: 'Amount due', amount: shown(invoice.amount_remaining), strong: true }];
}

function headline({ amount_remaining, currency, due_date, status, status_transitions: at }: StoredInvoice): string {
  if (status === 'paid') return `Paid${at.paid_at === null ? '' : ` on ${day(at.paid_at)}`}`;
  if (status === 'void') return 'Void';
  const owed = `${amount(amount_remaining, currency)} ${currency.toUpperCase()}`;
  return due_date === null ? `${owed} due` : `${owed} due ${day(due_date)}`;
}

export async function invoicePaper(work: Work, invoice: StoredInvoice): Promise<Paper> {
  const issued = invoice.effective_at ?? invoice.created;
  const { customer_name: name, customer_email: email, customer_address: address, customer_phone: phone } = invoice;
  const ids = (invoice.customer_tax_ids ?? []).map(({ type, value }) => `${type.replaceAll('_', ' ')} ${value ?? ''}`);
  return {
    title: 'Invoice',
    facts: [
      ['Invoice number', invoice.number ?? 'Draft'],
      ['Date of issue', day(issued)],
      ...(invoice.due_date === null ? [] : [['Date due', day(invoice.due_date)] as const]),
      ...(invoice.custom_fields ?? []).map((field) => [field.name, field.value] as const),
    ],
    from: await issuer(work, invoice.issuer),
    to: [...party({ name, email, address, phone }), ...ids],
    headline: headline(invoice),
    lines: (await linesOf(work, invoice.id)).map(paperLine),
    totals: await totalsOf(work, invoice),
    notes: [invoice.description, invoice.footer].filter((text): text is string => Boolean(text)),
    size: invoice.rendering?.pdf?.page_size === 'a4' ? 'a4' : sizeFor(invoice.account_country),
    created: issued,
  };
}
