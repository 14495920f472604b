/** What customers fill in who do not pay with a card. */
import { html } from 'hono/html';
import { isHash, type Params } from '../kernel/params.ts';
import type { PaymentMethodData } from '../resources/payment-method/from.ts';
import { isEmulated, takes } from '../resources/payment-method/types.ts';
import { text } from './address-form.ts';
import { cardFields, cardFrom, type Entered } from './card-form.ts';
import type { Html } from './document.ts';

interface Field {
  readonly name: string;
  readonly label: string;
  /** Of the test mode. */
  readonly example: string;
}

/** Of accounts that are debited; at all others the customer goes to a page of theirs. */
const accounts: Readonly<Record<string, readonly Field[]>> = {
  acss_debit: [
    { name: 'institution_number', label: 'Institution number', example: '000' },
    { name: 'transit_number', label: 'Transit number', example: '11000' },
    { name: 'account_number', label: 'Account number', example: '000123456789' },
  ],
  au_becs_debit: [
    { name: 'bsb_number', label: 'BSB', example: '000000' },
    { name: 'account_number', label: 'Account number', example: '000123456' },
  ],
  bacs_debit: [
    { name: 'sort_code', label: 'Sort code', example: '108800' },
    { name: 'account_number', label: 'Account number', example: '00012345' },
  ],
  sepa_debit: [{ name: 'iban', label: 'IBAN', example: 'DE89370400440532013000' }],
  us_bank_account: [
    { name: 'routing_number', label: 'Routing number', example: '110000000' },
    { name: 'account_number', label: 'Account number', example: '000123456789' },
  ],
};

/** What the pages say besides, where Stripe has to know it. */
const fixed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  us_bank_account: { account_holder_type: 'individual' },
};

/** Words that are names. */
const names: Readonly<Record<string, string>> = {
  acss_debit: 'Canadian bank account',
  au_becs_debit: 'Australian bank account',
  bacs_debit: 'UK bank account',
  card: 'Card',
  eps: 'EPS',
  ideal: 'iDEAL',
  p24: 'Przelewy24',
  sepa_debit: 'SEPA account',
  us_bank_account: 'US bank account',
  wechat_pay: 'WeChat Pay',
};

export const typeLabel = (type: string): string =>
  names[type] ?? type.replaceAll('_', ' ').replace(/(?:^| )\w/g, (letter) => letter.toUpperCase());

/** Those of `types` that can be paid with here. */
export const offered = (types: readonly string[], amount: number, currency: string): string[] =>
  types.filter((type) => isEmulated(type) && takes(type, amount, currency));

const nameField = (entered: Entered): Html => html`<label>Full name
<input name="name" autocomplete="name" value="${entered.name ?? ''}" required></label>`;

function accountFields(type: string, fields: readonly Field[], entered: Entered): Html {
  return html`${fields.map(
    ({ name, label, example }) => html`<label>${label}
<input name="${type}[${name}]" autocomplete="off" placeholder="${example}" required></label>`,
  )}
${nameField(entered)}
<p class="hint">By paying you allow your account to be debited.</p>`;
}

export function methodFields(type: string, entered: Entered): Html {
  const label = typeLabel(type);
  const fields = accounts[type];
  return html`<fieldset><legend>${label}</legend>
<input type="hidden" name="type" value="${type}">
${
  type === 'card'
    ? cardFields(entered)
    : fields === undefined
      ? html`${nameField(entered)}<p class="hint">You go on to a page of ${label}.</p>`
      : accountFields(type, fields, entered)
}</fieldset>`;
}

/** The payment method that the form describes. Throws the card errors of the page. */
export function methodFrom(sent: Params, details: PaymentMethodData['billing_details']): PaymentMethodData {
  const type = text(sent, 'type') || 'card';
  if (type === 'card') return cardFrom(sent, details);
  const hash = sent[type];
  const typed = isHash(hash)
    ? Object.fromEntries(Object.keys(hash).map((name) => [name, text(hash, name).trim()]))
    : {};
  return { type, [type]: { ...fixed[type], ...typed }, billing_details: details };
}
