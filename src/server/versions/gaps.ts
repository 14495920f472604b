/** What older versions show and answers for them lack here, by object and field, with the reason. */
const generic = 'the object is only generically emulated';
const blik = 'optional there; BLIK mandates are not emulated';
const neverHad = 'optional there, and never set';

export const gaps: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  charge: { alternate_statement_descriptors: neverHad },
  'financial_connections.session': { 'filters.countries': generic },
  'forwarding.request': { config: generic },
  mandate: {
    'payment_method_details.blik.expires_after': blik,
    'payment_method_details.blik.off_session': blik,
  },
  payment_attempt_record: { 'payment_method_details.card.three_d_secure.cryptogram': generic },
  payment_intent: { 'payment_method_options.us_bank_account.preferred_settlement_speed': neverHad },
  payment_method: { 'link.country': neverHad },
  payment_method_configuration: {
    id_bank_transfer: 'optional there; the method was never offered',
    netbanking: 'optional there; the method was never offered',
  },
  payment_record: { 'payment_method_details.card.three_d_secure.cryptogram': generic },
  product: {
    caption: 'optional there; only goods had one, and orders of goods are long gone',
    deactivate_on: 'optional there; only goods had it',
  },
  'radar.payment_evaluation': { insights: generic },
  setup_intent: {
    'payment_method_options.blik.mandate_options.expires_after': blik,
    'payment_method_options.blik.mandate_options.off_session': blik,
  },
  'tax.registration': {
    'country_options.*.igic': 'optional there; a tax of the Canary Islands, which no such country levies',
  },
  'terminal.configuration': { 'tipping.bgn': generic },
};

const weekends = 'banks pay nothing out then';

/** Choices of parameters that older versions took and that are refused in every version, by operation, with the reason. */
export const refusedValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'accounts.create': {
    'settings.payouts.schedule.weekly_payout_days[]=saturday': weekends,
    'settings.payouts.schedule.weekly_payout_days[]=sunday': weekends,
  },
  'accounts.update': {
    'settings.payouts.schedule.weekly_payout_days[]=saturday': weekends,
    'settings.payouts.schedule.weekly_payout_days[]=sunday': weekends,
  },
  'customers.listPaymentMethods': { 'type=card_present': 'customers have none: cards at a terminal are not kept' },
  'paymentMethods.list': { 'type=card_present': 'there are none: cards at a terminal are not kept' },
  'reporting.reportRuns.create': { 'parameters.reporting_category=obligation': generic },
};
