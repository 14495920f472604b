/** What the customer sends off: from the page, or as facts of the outside action `complete`. */
import { errors } from '../../kernel/errors.ts';
import type { PaymentMethodSource } from '../payment-method/from.ts';
import { filled } from './custom-fields.ts';
import type { Entered } from './customer-details.ts';
import type { StoredSession } from './stored.ts';

export interface Submission extends Entered {
  /** Undefined where nothing is to be paid and nothing kept. */
  readonly method: PaymentMethodSource | undefined;
  readonly shipping: NonNullable<StoredSession['collected_information']>['shipping_details'];
  /** Id of one of the shipping options; the first one when left out. */
  readonly shippingRate?: string | undefined;
  /** As customers type it. */
  readonly code?: string | undefined;
  /** By id of the line. */
  readonly quantities?: Readonly<Record<string, number>>;
  /** For prices whose amount the customer chooses, in the smallest unit. */
  readonly customAmount?: number | undefined;
  /** How many of each optional item, by price. */
  readonly optional?: Readonly<Record<string, number>>;
  /** Whether the payment method may be offered again. */
  readonly savesMethod: boolean;
  /** By key. */
  readonly customFields: Readonly<Record<string, string>>;
  readonly acceptsTerms: boolean;
  readonly acceptsPromotions: boolean;
}

const email = /^[^\s@]+@[^\s@]+$/;

const missing = (param: string, what: string) => errors.invalid(`Please enter ${what}.`, param, 'parameter_missing');

/** Refuses what the page asks for and did not get. */
export function checkComplete(session: StoredSession, sent: Submission): void {
  const known = session.customer_details?.email ?? sent.email;
  if (!known) throw missing('email', 'your email');
  if (!email.test(known)) throw errors.invalid(`Invalid email address: ${known}`, 'email', 'email_invalid');
  if (session.phone_number_collection?.enabled && !sent.phone) throw missing('phone', 'your phone number');
  if (session.billing_address_collection === 'required' && !sent.address?.line1)
    throw missing('address', 'your billing address');
  const countries = session.shipping_address_collection?.allowed_countries;
  if (countries !== undefined) {
    if (sent.shipping === null) throw missing('shipping', 'your shipping address');
    if (!countries.includes(sent.shipping.address.country ?? ''))
      throw errors.invalid('Shipping to this country is not offered.', 'shipping[address][country]');
  }
  const { business, individual } = session.name_collection ?? {};
  if (business?.enabled && !business.optional && !sent.businessName)
    throw missing('business_name', 'the name of your business');
  if (individual?.enabled && !individual.optional && !sent.individualName)
    throw missing('individual_name', 'your full name');
  if (session.consent_collection?.terms_of_service === 'required' && !sent.acceptsTerms)
    throw errors.invalid('Please accept the terms of service.', 'terms_of_service');
}

/** Fields of the session that hold what was entered. */
export function collected(session: StoredSession, sent: Submission): Partial<StoredSession> {
  const { consent_collection: asks } = session;
  return {
    collected_information: {
      business_name: sent.businessName,
      individual_name: sent.individualName,
      shipping_details: sent.shipping,
    },
    custom_fields: filled(session.custom_fields, sent.customFields),
    ...(asks !== null && {
      consent: {
        promotions: asks.promotions === 'auto' ? (sent.acceptsPromotions ? 'opt_in' : 'opt_out') : null,
        terms_of_service: asks.terms_of_service === 'required' ? 'accepted' : null,
      },
    }),
  };
}
