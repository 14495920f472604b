import { html } from 'hono/html';
import { day } from '../../kernel/wording.ts';
import type { StoredInvoice } from '../../resources/invoice/stored.ts';
import type { StoredLine } from '../../resources/invoice-line-item/stored.ts';
import { money } from '../amount.ts';
import { cardFields, type Entered, testCards } from '../card-form.ts';
import type { Html, Page } from '../document.ts';
import { rows } from '../parts.ts';
import type { SavedCard } from '../saved-cards.ts';

interface Shown {
  readonly invoice: StoredInvoice;
  readonly lines: readonly StoredLine[];
  readonly merchant: string;
  readonly saved: readonly SavedCard[];
  readonly entered: Entered;
  readonly problem: string | undefined;
}

type Row = readonly [name: Html | string, value: Html | string];

function lineRow({ amount, currency, description, quantity, pricing }: StoredLine): Row {
  const unit = pricing?.unit_amount_decimal;
  const each = unit && quantity !== 1 ? `${quantity ?? 0} × ${money(Number(unit), currency)}` : '';
  return [
    html`${description ?? 'Item'}${each === '' ? '' : html`<br><small>${each}</small>`}`,
    money(amount, currency),
  ];
}

function totalRows(invoice: StoredInvoice): Row[] {
  const { currency, total, amount_paid, amount_remaining, pre_payment_credit_notes_amount: credited } = invoice;
  const discount = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const credits = (invoice.total_pretax_credit_amounts ?? []).filter(({ type }) => type !== 'discount');
  const tax = (invoice.total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const optional: [string, number][] = [
    ['Discount', -discount],
    ['Credit grant applied', -credits.reduce((sum, { amount }) => sum + amount, 0)],
    ['Shipping', invoice.shipping_cost?.amount_subtotal ?? 0],
    ['Tax', tax],
    ['Applied balance', -invoice.applied],
    ['Credited', -credited],
  ];
  const shown = optional
    .filter(([, amount]) => amount !== 0)
    .map(([name, amount]): Row => [name, money(amount, currency)]);
  return [
    ...shown,
    ['Total', money(total, currency)],
    ...(amount_paid > 0 ? [['Paid', money(amount_paid, currency)] as const] : []),
    ['Amount due', html`<strong>${money(amount_remaining, currency)} ${currency.toUpperCase()}</strong>`],
  ];
}

const standings: Readonly<Record<string, string>> = {
  paid: 'Paid',
  void: 'This invoice was voided',
  uncollectible: 'This invoice is marked as uncollectible',
  draft: 'This invoice is not final yet',
};

function headline({ status, due_date: due, status_transitions: at }: StoredInvoice): string {
  if (status === 'open') return due === null ? 'Due now' : `Due ${day(due)}`;
  if (status === 'paid' && at.paid_at !== null) return `Paid on ${day(at.paid_at)}`;
  return standings[String(status)] ?? String(status);
}

function payForm({ invoice, saved, entered, problem }: Shown): Html {
  return html`<form method="post">
${problem === undefined ? '' : html`<p class="error" id="problem" role="alert">${problem}</p>`}
${
  saved.length === 0
    ? html`<fieldset><legend>Card</legend>
${cardFields(entered)}</fieldset>`
    : html`<fieldset><legend>Pay with</legend>
${saved.map(
  ({ id, label }, at) => html`<label class="box"><input type="radio" name="payment_method" value="${id}"${
    at === 0 ? html` checked` : ''
  }> ${label}</label>
`,
)}<p class="hint">Or <a href="?card=new">use another card</a>.</p></fieldset>`
}
<div class="buttons"><button class="main">Pay ${money(invoice.amount_remaining, invoice.currency)}</button></div>
</form>`;
}

export function invoiceView(shown: Shown): Page {
  const { invoice, lines, merchant, problem } = shown;
  const title = `Invoice from ${merchant}`;
  const payable = invoice.status === 'open' || invoice.status === 'uncollectible';
  return {
    title: problem === undefined ? title : `Error: ${title}`,
    body: html`<h1>${title}</h1>
<p>${headline(invoice)}</p>
${rows([
  ['Number', invoice.number ?? 'none yet'],
  ['To', html`${invoice.customer_name ?? ''} <small>${invoice.customer_email ?? ''}</small>`],
])}
<h2>Details</h2>
${rows([...lines.map(lineRow), ...totalRows(invoice)])}
${invoice.description === null ? '' : html`<p>${invoice.description}</p>`}
${payable ? payForm(shown) : ''}
<p class="leave"><a href="${invoice.invoice_pdf ?? ''}">Download invoice</a></p>
${payable ? testCards : ''}`,
  };
}

export const unknownView: Page = {
  title: 'No such invoice',
  body: html`<h1>No such invoice</h1>\n<p>No sandbox has it. It may have been reset since.</p>`,
};
