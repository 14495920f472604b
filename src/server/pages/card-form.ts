/** The fields of a card, and what was typed into them. */
import { html } from 'hono/html';
import { errors } from '../kernel/errors.ts';
import { isHash, type Params } from '../kernel/params.ts';
import type { PaymentMethodData } from '../resources/payment-method/from.ts';
import { countryField, text } from './address-form.ts';
import type { Html } from './document.ts';
import { rows } from './parts.ts';

/** What a form showed before; card numbers are never shown again. */
export type Entered = Readonly<Record<string, string>>;

export const cardFields = (entered: Entered = {}): Html => html`<label>Card number
<input name="card[number]" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" maxlength="23" required></label>
<div class="row">
<div><label>Expiry <small>MM / YY</small>
<input name="card[expiry]" inputmode="numeric" autocomplete="cc-exp" placeholder="12 / 34" maxlength="9" required></label></div>
<div><label>Security code
<input name="card[cvc]" inputmode="numeric" autocomplete="cc-csc" placeholder="123" maxlength="4" required></label></div>
</div>
<label>Name on card
<input name="name" autocomplete="cc-name" value="${entered.name ?? ''}" required></label>
<div class="row">
<div>${countryField('country', 'Country', entered.country ?? 'US', undefined, 'billing country')}</div>
<div><label>Postal code
<input name="postal_code" autocomplete="billing postal-code" value="${entered.postal_code ?? ''}"></label></div>
</div>`;

/** https://docs.stripe.com/testing */
export const testCards: Html = html`<h2>In test mode</h2>
${rows([
  [html`<code>4242 4242 4242 4242</code>`, 'succeeds'],
  [html`<code>4000 0027 6000 3184</code>`, 'asks for authentication'],
  [html`<code>4000 0000 0000 0002</code>`, 'is declined'],
  ['Any date to come', 'any security code'],
])}`;

const expiry = /^\s*(\d{1,2})\s*[/ -]?\s*(\d{2}|\d{4})\s*$/;

/** The payment method that the fields describe. Throws the card errors of the page. */
export function cardFrom(sent: Params, details: PaymentMethodData['billing_details']): PaymentMethodData {
  const card = isHash(sent.card) ? sent.card : {};
  const [, month, year] = expiry.exec(text(card, 'expiry')) ?? [];
  if (month === undefined || year === undefined)
    throw errors.card({
      code: 'invalid_expiry_month',
      message: "Your card's expiration date is incomplete.",
      param: 'exp_month',
    });
  return {
    type: 'card',
    card: {
      number: text(card, 'number').trim(),
      exp_month: Number(month),
      exp_year: Number(year),
      cvc: text(card, 'cvc').trim(),
    },
    billing_details: details,
  };
}
