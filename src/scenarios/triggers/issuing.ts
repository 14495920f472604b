/** Cards that the account itself issues, and card readers. */
import { act, post, type Triggers, trigger } from './trigger.ts';

const cardholder = post(
  '/v1/issuing/cardholders',
  {
    name: 'Jenny Rosen',
    type: 'individual',
    billing: {
      address: { line1: '510 Townsend St', city: 'San Francisco', state: 'CA', postal_code: '94103', country: 'US' },
    },
  },
  'cardholder',
);
const card = post(
  '/v1/issuing/cards',
  { cardholder: '${cardholder:id}', currency: 'usd', type: 'virtual', status: 'active' },
  'card',
);
const carded = [cardholder, card];
const helpers = '/v1/test_helpers/issuing';
const authorization = post(`${helpers}/authorizations`, { card: '${card:id}', amount: 1000 }, 'authorization');
const bought = (more: object = {}) =>
  post(
    `${helpers}/transactions/create_force_capture`,
    { card: '${card:id}', amount: 1000, currency: 'usd', ...more },
    'transaction',
  );
const receipt = {
  purchase_details: { receipt: [{ description: 'Ride', quantity: '1', unit_cost: 1000, total: 1000 }] },
};
const disputes = '/v1/issuing/disputes';
const disputed = [
  ...carded,
  bought(),
  post(
    disputes,
    {
      transaction: '${transaction:id}',
      amount: 1000,
      evidence: { reason: 'fraudulent', fraudulent: { explanation: 'Not me' } },
    },
    'dispute',
  ),
];
const submitted = [...disputed, post(`${disputes}/\${dispute:id}/submit`)];
const designs = '/v1/issuing/personalization_designs';
const design = post(designs, { name: 'Ours', physical_bundle: 'ics_standard' }, 'design');
const helpDesign = (verb: string, params?: object) =>
  post(`${helpers}/personalization_designs/\${design:id}/${verb}`, params as Readonly<Record<string, unknown>>);
const token = { ...act('${card:id}', 'tokenize'), name: 'token' };

const readers = '/v1/terminal/readers';
const reader = [
  post(
    '/v1/terminal/locations',
    {
      display_name: 'Shop',
      address: { line1: '510 Townsend St', city: 'San Francisco', state: 'CA', postal_code: '94103', country: 'US' },
    },
    'location',
  ),
  post(readers, { registration_code: 'simulated-wpe', label: 'Counter', location: '${location:id}' }, 'reader'),
  post(
    '/v1/payment_intents',
    { amount: 2000, currency: 'usd', payment_method_types: ['card_present'], capture_method: 'manual' },
    'payment',
  ),
  post(`${readers}/\${reader:id}/process_payment_intent`, { payment_intent: '${payment:id}' }),
];

export const issuing: Triggers = {
  'issuing_cardholder.created': trigger(cardholder),
  'issuing_cardholder.updated': trigger(
    cardholder,
    post('/v1/issuing/cardholders/${cardholder:id}', { phone_number: '+18008675309' }),
  ),
  'issuing_card.created': trigger(...carded),
  'issuing_card.updated': trigger(...carded, post('/v1/issuing/cards/${card:id}', { status: 'inactive' })),
  'issuing_authorization.request': trigger(...carded, authorization),
  'issuing_authorization.created': trigger(...carded, authorization),
  'issuing_authorization.updated': trigger(
    ...carded,
    authorization,
    post(`${helpers}/authorizations/\${authorization:id}/expire`),
  ),
  'issuing_transaction.created': trigger(...carded, bought()),
  'issuing_transaction.updated': trigger(
    ...carded,
    bought(),
    post('/v1/issuing/transactions/${transaction:id}', { metadata: { shelf: 'top' } }),
  ),
  'issuing_transaction.purchase_details_receipt_updated': trigger(...carded, bought(receipt)),
  'issuing_dispute.created': trigger(...disputed),
  'issuing_dispute.updated': trigger(...disputed, post(`${disputes}/\${dispute:id}`, { metadata: { shelf: 'top' } })),
  'issuing_dispute.submitted': trigger(...submitted),
  'issuing_dispute.funds_reinstated': trigger(...submitted, act('${dispute:id}', 'win')),
  'issuing_dispute.funds_rescinded': trigger(...submitted, act('${dispute:id}', 'win'), act('${dispute:id}', 'lose')),
  'issuing_dispute.closed': trigger(...submitted, act('${dispute:id}', 'lose')),
  'issuing_personalization_design.updated': trigger(design, post(`${designs}/\${design:id}`, { name: 'Theirs' })),
  'issuing_personalization_design.activated': trigger(design, helpDesign('activate')),
  'issuing_personalization_design.deactivated': trigger(design, helpDesign('activate'), helpDesign('deactivate')),
  'issuing_personalization_design.rejected': trigger(
    design,
    helpDesign('reject', { rejection_reasons: { card_logo: ['inappropriate'] } }),
  ),
  'issuing_token.created': trigger(...carded, token),
  'issuing_token.updated': trigger(...carded, token, post('/v1/issuing/tokens/${token:id}', { status: 'suspended' })),

  'terminal.reader.action_updated': trigger(...reader),
  'terminal.reader.action_succeeded': trigger(
    ...reader,
    post('/v1/test_helpers/terminal/readers/${reader:id}/present_payment_method'),
  ),
  'terminal.reader.action_failed': trigger(...reader, act('${reader:id}', 'fail')),
};
