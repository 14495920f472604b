/** The number by which a tax authority knows a business. */
import { html } from 'hono/html';
import type Stripe from 'stripe';
import type { Params } from '../kernel/params.ts';
import { text } from './address-form.ts';
import type { Entered } from './card-form.ts';
import type { Html } from './document.ts';

const kinds: readonly (readonly [type: string, label: string])[] = [
  ['eu_vat', 'European VAT number'],
  ['gb_vat', 'United Kingdom VAT number'],
  ['us_ein', 'United States EIN'],
  ['au_abn', 'Australian business number'],
  ['ca_bn', 'Canadian business number'],
  ['ch_vat', 'Switzerland VAT number'],
  ['no_vat', 'Norwegian VAT number'],
  ['in_gst', 'Indian GST number'],
  ['jp_cn', 'Japanese corporate number'],
  ['br_cnpj', 'Brazilian CNPJ number'],
  ['mx_rfc', 'Mexican RFC number'],
  ['nz_gst', 'New Zealand GST number'],
];

export const taxIdField = (entered: Entered): Html => html`<label>Kind of tax ID
<select name="tax_id_type">${kinds.map(
  ([type, label]) =>
    html`<option value="${type}"${entered.tax_id_type === type ? html` selected` : ''}>${label}</option>`,
)}</select></label>
<label>Tax ID <small>optional</small>
<input name="tax_id" value="${entered.tax_id ?? ''}"></label>`;

interface TypedTaxId {
  readonly type: Stripe.CustomerCreateParams.TaxIdDatum['type'];
  readonly value: string;
}

/** Null where none was entered. */
export function taxIdIn(sent: Params): TypedTaxId | null {
  const value = text(sent, 'tax_id').trim();
  return value === '' ? null : { type: text(sent, 'tax_id_type') as TypedTaxId['type'], value };
}
