import type { Schema } from '../schema.ts';

const text: Schema = { type: ['string', 'null'] };

/** Fields that real answers carry though the types do not declare them, by component, dotted. Seen in API versions of 2025 and 2026. */
export const UNDECLARED: Record<string, Record<string, Schema>> = {
  charge: {
    destination: { type: ['string', 'null'], 'x-expandable': ['account'] },
    dispute: { type: ['string', 'null'], 'x-expandable': ['dispute'] },
    order: text,
  },
  dispute: { balance_transaction: { type: ['string', 'null'], 'x-expandable': ['balance_transaction'] } },
  payment_intent: { shared_payment_granted_token: text },
  payment_method: { shared_payment_granted_token: text },
  subscription: {
    plan: { anyOf: [{ $ref: '#/components/schemas/plan' }, { type: 'null' }] },
    quantity: { type: ['integer', 'null'] },
  },
};

/** Keys that real lists carry beside `data`, by operation. */
export const UNDECLARED_IN_LISTS: Record<string, Record<string, Schema>> = {
  'disputes.list': { count: { type: 'integer' } },
};

/** Hashes without fixed keys that the types declare as empty. */
export const FREE_FORM = ['event.data.object', 'event.data.previous_attributes'];

/**
 * Fields left out of an answer unless `expand` names them. Optional lists are of this kind without being named here.
 * https://docs.stripe.com/expand#includable-properties
 */
export const INCLUDABLE = [
  'balance.instant_available[].net_available',
  'coupon.applies_to',
  'coupon.currency_options',
  'customer.cash_balance',
  'customer.invoice_credit_balance',
  'customer.tax',
  'checkout.session.total_details.breakdown',
  'identity.verification_session.verified_outputs',
  'invoice.confirmation_secret',
  'issuing.card.cvc',
  'issuing.card.number',
  'item.discounts',
  'item.taxes',
  'plan.tiers',
  'price.currency_options',
  'price.tiers',
  'promotion_code.restrictions.currency_options',
  'quote.computed.recurring.total_details.breakdown',
  'quote.computed.upfront.total_details.breakdown',
  'quote.total_details.breakdown',
  'shipping_rate.fixed_amount.currency_options',
  'treasury.financial_account.features',
  'treasury.financial_account.financial_addresses[].aba.account_number',
];

/** Optional lists that are there without being asked for. */
export const ALWAYS_INCLUDED = ['account.external_accounts', 'file.links'];
