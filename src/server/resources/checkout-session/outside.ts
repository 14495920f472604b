/** What the customer does without a page: `act(session.id, 'complete', { payment_method: 'pm_card_visa' })`. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { amount, type FactReader, flag, readFacts, text } from '../../kernel/facts.ts';
import type { Facts } from '../../kernel/machine.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { noAddress } from '../payment-method/billing-details.ts';
import type { StoredSession } from './stored.ts';
import type { Submission } from './submission.ts';
import { submit } from './submit.ts';
import { pageOf } from './urls.ts';

const hashOf =
  <T>(read: FactReader<T>): FactReader<Readonly<Record<string, T>>> =>
  (value, name) => {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
    if (entries === undefined || Array.isArray(value)) throw errors.invalid('Invalid hash', name);
    return Object.fromEntries(entries.map(([key, each]) => [key, read(each, `${name}[${key}]`)]));
  };

/** What is not told is as this person would fill it in. */
const jenny = {
  email: 'jenny.rosen@example.com',
  name: 'Jenny Rosen',
  phone: '+15555550100',
  business: 'Rosen & Co.',
  card: 'pm_card_visa',
  street: { city: 'San Francisco', line1: '510 Townsend St', line2: null, postal_code: '94103', state: 'CA' },
};

function answers(
  fields: StoredSession['custom_fields'],
  told: Readonly<Record<string, string>>,
): Record<string, string> {
  const made = fields.map(({ key, dropdown, numeric, text: own, type }): [string, string] => {
    const { default_value: preset, minimum_length: least } = { minimum_length: 1, ...own, ...numeric, ...dropdown };
    const filler = (type === 'numeric' ? '1' : 'x').repeat(Math.max(1, least ?? 1));
    return [key, preset ?? dropdown?.options[0]?.value ?? filler];
  });
  return { ...Object.fromEntries(made), ...told };
}

const readers = {
  payment_method: text,
  email: text,
  name: text,
  phone: text,
  country: text,
  postal_code: text,
  promotion_code: text,
  shipping_rate: text,
  amount,
  custom_fields: hashOf(text),
  accept_promotions: flag,
  business_name: text,
  individual_name: text,
  optional_items: hashOf(amount),
  save_payment_method: flag,
  tax_id: text,
  tax_id_type: text,
};

function submissionOf(session: StoredSession, facts: Facts): Submission {
  const told = readFacts(facts, readers);
  const name = told.name ?? jenny.name;
  const countries = session.shipping_address_collection?.allowed_countries;
  const address: Stripe.Address = {
    ...noAddress,
    country: told.country ?? 'US',
    postal_code: told.postal_code ?? jenny.street.postal_code,
    ...(session.billing_address_collection === 'required' && jenny.street),
  };
  const method = told.payment_method ?? jenny.card;
  const known = session.customer_details?.email;
  return {
    method: method.startsWith('tok_') ? { token: method } : { id: method },
    email: told.email ?? (known ? null : jenny.email),
    name,
    phone: session.phone_number_collection?.enabled ? (told.phone ?? jenny.phone) : null,
    address,
    businessName: told.business_name ?? (session.name_collection?.business?.enabled ? jenny.business : null),
    individualName: told.individual_name ?? (session.name_collection?.individual?.enabled ? name : null),
    taxId: told.tax_id === undefined ? null : { type: (told.tax_id_type ?? 'eu_vat') as 'eu_vat', value: told.tax_id },
    shipping:
      countries === undefined
        ? null
        : { name, address: { ...jenny.street, country: told.country ?? countries[0] ?? 'US' } },
    shippingRate: told.shipping_rate,
    code: told.promotion_code,
    customAmount: told.amount,
    customFields: answers(session.custom_fields, told.custom_fields ?? {}),
    acceptsTerms: true,
    acceptsPromotions: told.accept_promotions ?? false,
    optional: told.optional_items ?? {},
    savesMethod: told.save_payment_method ?? false,
  };
}

export const completedBy = (work: Work, session: StoredSession, facts: Facts): Promise<StoredSession | Refusal> =>
  submit(work, session, submissionOf(session, facts), pageOf(work, session));

/** The session is complete afterwards, or open still: declined, or waiting for the cardholder to authenticate. */
export async function complete(work: Work, session: StoredSession, facts: Facts): Promise<StoredSession> {
  const outcome = await completedBy(work, session, facts);
  if (!(outcome instanceof Refusal)) return outcome;
  return work.find<StoredSession>('checkout.session', session.id, 'session');
}
