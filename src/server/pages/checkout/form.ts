/** What the customer fills in to pay. */
import { html } from 'hono/html';
import type Stripe from 'stripe';
import { needsMethod } from '../../resources/checkout-session/needs-method.ts';
import type { StoredSession } from '../../resources/checkout-session/stored.ts';
import { addressFields } from '../address-form.ts';
import { money } from '../amount.ts';
import type { Entered } from '../card-form.ts';
import type { Html } from '../document.ts';
import { methodFields, offered, typeLabel } from '../method-form.ts';
import type { SavedCard } from '../saved-cards.ts';
import { taxIdField } from '../tax-id-field.ts';

export interface Form {
  readonly session: StoredSession;
  readonly saved: readonly SavedCard[];
  /** What is paid with, where nothing saved is. */
  readonly type: string;
  readonly entered: Entered;
  /** Why it did not work. */
  readonly problem: string | undefined;
}

const verbs: Readonly<Record<string, string>> = { book: 'Book', donate: 'Donate', pay: 'Pay', subscribe: 'Subscribe' };

const hasTrial = ({ subscription_data: data }: StoredSession): boolean =>
  (data.trial_period_days ?? 0) > 0 || data.trial_end !== undefined;

function buttonText(session: StoredSession): string {
  const { mode, submit_type: type, amount_total: total, currency } = session;
  if (mode === 'setup') return 'Save card';
  if (mode === 'subscription') return hasTrial(session) ? 'Start trial' : 'Subscribe';
  const verb = verbs[type ?? 'pay'] ?? 'Pay';
  const more = session.automatic_tax.status === 'requires_location_inputs' ? ' plus tax' : '';
  return total === 0 ? 'Complete order' : `${verb} ${money(total ?? 0, currency ?? 'usd')}${more}`;
}

function customField(field: Stripe.Checkout.Session.CustomField, entered: Entered): Html {
  const { key, label, optional, type, dropdown, numeric, text } = field;
  const name = `custom_fields[${key}]`;
  const value = entered[name] ?? (dropdown ?? numeric ?? text)?.default_value ?? '';
  const shown = html`${label.custom}${optional ? html` <small>optional</small>` : ''}`;
  const required = optional ? '' : html` required`;
  if (type === 'dropdown')
    return html`<label>${shown}
<select name="${name}"${required}><option value="">Choose</option>${(dropdown?.options ?? []).map(
      (option) =>
        html`<option value="${option.value}"${option.value === value ? html` selected` : ''}>${option.label}</option>`,
    )}</select></label>`;
  return html`<label>${shown}
<input name="${name}" value="${value}" maxlength="${(numeric ?? text)?.maximum_length ?? 255}"${
    type === 'numeric' ? html` inputmode="numeric" pattern="[0-9]*"` : ''
  }${required}></label>`;
}

function savedFields(saved: readonly SavedCard[]): Html {
  return html`<fieldset><legend>Pay with</legend>
${saved.map(
  ({ id, label }, at) => html`<label class="box"><input type="radio" name="payment_method" value="${id}"${
    at === 0 ? html` checked` : ''
  }> ${label}</label>
`,
)}<p class="hint">Or leave your saved card and <a href="?method=card">use another card</a>.</p>
</fieldset>`;
}

function consentFields({ consent_collection: asks, custom_text: texts }: StoredSession): Html {
  const terms = texts.terms_of_service_acceptance?.message ?? 'I agree to the terms of service and the privacy policy';
  return html`${
    asks?.terms_of_service === 'required'
      ? html`<label class="box"><input type="checkbox" name="terms" value="true" required> ${terms}</label>`
      : ''
  }${
    asks?.promotions === 'auto'
      ? html`<label class="box"><input type="checkbox" name="promotions" value="true"> Send me news and offers</label>`
      : ''
  }`;
}

/** Names of people and businesses, and their tax ids. */
function nameFields({ name_collection: names, tax_id_collection: taxes }: StoredSession, entered: Entered): Html {
  const { business, individual } = names ?? {};
  const field = (name: string, label: string, optional: boolean): Html => html`<label>${label}${
    optional ? html` <small>optional</small>` : ''
  }
<input name="${name}" value="${entered[name] ?? ''}"${optional ? '' : html` required`}></label>`;
  return html`${individual?.enabled ? field('individual_name', 'Full legal name', individual.optional) : ''}
${
  business?.enabled || taxes?.enabled
    ? field('business_name', 'Business name', !(business?.enabled && !business.optional))
    : ''
}
${taxes?.enabled ? taxIdField(entered) : ''}`;
}

const saveField = ({ customer, customer_creation: makes, saved_payment_method_options: options }: StoredSession) =>
  options?.payment_method_save === 'enabled' && (customer !== null || makes === 'always')
    ? html`<label class="box"><input type="checkbox" name="save" value="true"> Save payment details</label>`
    : '';

export const typesOf = ({ amount_total, currency, payment_method_types: types }: StoredSession): string[] =>
  offered(types, amount_total ?? 0, currency ?? 'usd');

function otherWays(session: StoredSession, chosen: string): Html | '' {
  const others = typesOf(session).filter((type) => type !== chosen);
  if (others.length === 0) return '';
  return html`<p class="hint">Or pay with ${others.map(
    (type, at) => html`${at === 0 ? '' : ', '}<a href="?method=${type}">${typeLabel(type)}</a>`,
  )}.</p>`;
}

export function formView({ session, saved, type, entered, problem }: Form): Html {
  const { customer_details: details, shipping_address_collection: shipping, custom_text: texts } = session;
  const fixed = session.customer_email ?? (session.customer === null ? null : details?.email);
  return html`<form method="post" action="${session.id}">
${problem === undefined ? '' : html`<p class="error" id="problem" role="alert">${problem}</p>`}
${
  fixed
    ? html`<p>${fixed}</p>`
    : html`<label>Email
<input type="email" name="email" autocomplete="email" value="${entered.email ?? details?.email ?? ''}" required></label>`
}
${
  session.phone_number_collection?.enabled
    ? html`<label>Phone
<input type="tel" name="phone" autocomplete="tel" value="${entered.phone ?? ''}" required></label>`
    : ''
}
${
  shipping === null
    ? ''
    : html`<fieldset><legend>Shipping address</legend>
${texts.shipping_address === null ? '' : html`<p class="hint">${texts.shipping_address.message}</p>`}
${addressFields({ group: 'shipping', countries: shipping.allowed_countries, entered })}</fieldset>`
}
${
  needsMethod(session)
    ? saved.length > 0
      ? savedFields(saved)
      : html`${methodFields(type, entered)}
${otherWays(session, type)}
${saveField(session)}`
    : ''
}
${
  session.billing_address_collection === 'required'
    ? html`<fieldset><legend>Billing address</legend>
${addressFields({ group: 'billing', entered })}</fieldset>`
    : ''
}
${nameFields(session, entered)}
${session.custom_fields.map((field) => customField(field, entered))}
${consentFields(session)}
${texts.submit === null ? '' : html`<p class="hint">${texts.submit.message}</p>`}
<div class="buttons"><button class="main">${buttonText(session)}</button></div>
</form>`;
}
