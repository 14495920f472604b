/** What is bought, and what it comes to. */
import { html } from 'hono/html';
import type Stripe from 'stripe';
import type { StoredSession } from '../../resources/checkout-session/stored.ts';
import type { StoredItem } from '../../resources/item/stored.ts';
import { money, typed } from '../amount.ts';
import type { Html } from '../document.ts';
import { rows } from '../parts.ts';

type Row = readonly [name: Html | string, value: Html | string];

function rhythm({ recurring }: Stripe.Price): string {
  if (!recurring) return '';
  const { interval, interval_count: count } = recurring;
  return count === 1 ? ` per ${interval}` : ` every ${count} ${interval}s`;
}

function lineRow(item: StoredItem): Row {
  const { price, quantity, currency } = item;
  const unit = price.unit_amount === null ? '' : `${money(price.unit_amount, currency)}${rhythm(price)}`;
  const each = quantity === null ? `${unit}, by usage` : quantity === 1 ? unit : `${quantity} × ${unit}`;
  return [html`${item.description ?? 'Item'}<br><small>${each}</small>`, money(item.amount_subtotal, currency)];
}

export function summaryView(session: StoredSession, items: readonly StoredItem[]): Html {
  const currency = session.currency ?? 'usd';
  const { amount_discount: discount = 0, amount_tax: tax = 0, amount_shipping: shipping } = session.total_details ?? {};
  const more: Row[] = [];
  if (discount > 0) more.push(['Discount', money(-discount, currency)]);
  if (session.shipping_cost !== null) more.push(['Shipping', shipping === 0 ? 'Free' : money(shipping ?? 0, currency)]);
  if (tax > 0) more.push(['Tax', money(tax, currency)]);
  if (session.automatic_tax.status === 'requires_location_inputs') more.push(['Tax', 'by your address']);
  const total = money(session.amount_total ?? 0, currency);
  return rows([
    ...items.map(lineRow),
    ...more,
    ['Total due', html`<strong>${total} ${currency.toUpperCase()}</strong>`],
  ]);
}

const quantityField = ({ id, description, quantity, adjustable_quantity: limits }: StoredItem): Html =>
  html`<label>Quantity of ${description ?? 'the item'}
<input type="number" name="quantities[${id}]" value="${quantity ?? 1}" min="${limits?.minimum ?? 0}" max="${limits?.maximum ?? 99}"></label>`;

export interface ShownOption {
  readonly id: string;
  readonly name: string;
  readonly amount: number;
}

function shippingFields(session: StoredSession, options: readonly ShownOption[]): Html {
  const chosen = session.shipping_cost?.shipping_rate;
  return html`<fieldset><legend>Shipping method</legend>
${options.map(
  ({ id, name, amount }) => html`<label class="box"><input type="radio" name="shipping_rate" value="${id}"${
    id === chosen ? html` checked` : ''
  }> ${name} (${amount === 0 ? 'free' : money(amount, session.currency ?? 'usd')})</label>
`,
)}</fieldset>`;
}

/** An optional item that is not taken yet. */
export interface ShownExtra {
  readonly price: string;
  readonly name: string;
  readonly amount: number;
  readonly quantity: number;
  /** Undefined where only all of them may be taken. */
  readonly maximum: number | undefined;
}

const extraField = ({ price, name, amount, quantity, maximum }: ShownExtra, currency: string): Html =>
  maximum === undefined
    ? html`<label class="box"><input type="checkbox" name="optional[${price}]" value="${quantity}"> Add ${
        quantity === 1 ? '' : `${quantity} × `
      }${name} (${money(amount, currency)})</label>`
    : html`<label>Add ${name} <small>${money(amount, currency)} each</small>
<input type="number" name="optional[${price}]" value="0" min="0" max="${maximum}"></label>`;

/** What the customer may change before paying; nothing where everything is fixed. */
export function basketView(
  session: StoredSession,
  items: readonly StoredItem[],
  options: readonly ShownOption[],
  extras: readonly ShownExtra[],
): Html | '' {
  const currency = session.currency ?? 'usd';
  const adjustable = items.filter((item) => item.adjustable_quantity?.enabled === true);
  const custom = items.find(({ price }) => price.custom_unit_amount !== null);
  const takesCode = session.allow_promotion_codes === true && (session.discounts ?? []).length === 0;
  const nothing = adjustable.length === 0 && options.length < 2 && extras.length === 0;
  if (nothing && custom === undefined && !takesCode) return '';
  return html`<form method="post" action="${session.id}/basket">
${adjustable.map(quantityField)}
${extras.map((extra) => extraField(extra, currency))}
${
  custom === undefined
    ? ''
    : html`<label>Amount <small>in ${currency.toUpperCase()}</small>
<input name="amount" inputmode="decimal" value="${typed(custom.amount_subtotal, currency)}"></label>`
}
${options.length < 2 ? '' : shippingFields(session, options)}
${takesCode ? html`<label>Promotion code <small>optional</small><input name="code" autocomplete="off"></label>` : ''}
<button>Update total</button>
</form>`;
}
