import type { Rename, VersionChange } from './change.ts';

/** What stood behind `subscription_` of its own name. */
const ofSubscriptions = [
  'billing_cycle_anchor',
  'cancel_at',
  'cancel_at_period_end',
  'cancel_now',
  'default_tax_rates',
  'items',
  'proration_behavior',
  'proration_date',
  'resume_at',
  'start_date',
  'trial_end',
];

/** The operations themselves, which only older versions have, read the parameters. */
export const upcomingInvoices: VersionChange = {
  version: '2025-03-31.basil',
  description:
    '`GET /v1/invoices/upcoming` gave way to previews, which are sent `subscription_details` and `discounts`; before, `subscription_items` and its like, and a `coupon`.',
  operations: new Set(['invoices.retrieveUpcoming', 'invoices.listUpcomingLines']),
  gone: 'This API method has been deprecated. Please use the Create Preview Invoice API instead: https://docs.stripe.com/api/invoices/create_preview.',
  renames: [
    ['coupon', 'discounts[].coupon'],
    ['subscription_billing_cycle_anchor', 'subscription_details.billing_cycle_anchor.type'],
    ...ofSubscriptions.map((name): Rename => [`subscription_${name}`, `subscription_details.${name}`]),
  ],
};
