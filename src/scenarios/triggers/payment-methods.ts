/** Payment methods, set-ups, mandates, and the sources and authentications of old and new. */
import { customer } from './things.ts';
import { act, post, refused, type Triggers, trigger } from './trigger.ts';

const setups = '/v1/setup_intents';
const setUp = (card: string) =>
  post(setups, { confirm: true, payment_method: card, customer: '${customer:id}' }, 'setup');
const method = post('/v1/payment_methods', { type: 'card', card: { token: 'tok_visa' } }, 'method');
const attached = post('/v1/payment_methods/${method:id}/attach', { customer: '${customer:id}' });
const mandated = post(
  setups,
  {
    confirm: true,
    customer: '${customer:id}',
    payment_method_types: ['sepa_debit'],
    payment_method_data: {
      type: 'sepa_debit',
      sepa_debit: { iban: 'AT611904300234573201' },
      billing_details: { name: 'Jenny Rosen', email: 'jenny@example.com' },
    },
    mandate_data: { customer_acceptance: { type: 'offline' } },
  },
  'setup',
);

const source = post('/v1/sources', { type: 'sepa_debit', currency: 'eur', owner: { name: 'Jenny Rosen' } }, 'source');
const waitingSource = post(
  '/v1/sources',
  { type: 'p24', amount: 1000, currency: 'eur', redirect: { return_url: 'https://example.com' } },
  'source',
);

const authentications = '/v1/three_d_secure/authentications';
const authentication = post(
  authentications,
  {
    amount: 2000,
    currency: 'usd',
    payment_method: 'pm_card_threeDSecure2Required',
    message_category: 'payment_authentication',
    directory_server: 'visa',
    channel: { type: 'browser', browser: {} },
  },
  'authentication',
);
const submitted = post(`${authentications}/\${authentication:id}/submit`);
const authenticating = (action: string) => trigger(authentication, submitted, act('${authentication:id}', action));

export const paymentMethods: Triggers = {
  'setup_intent.created': trigger(post(setups)),
  'setup_intent.requires_action': trigger(customer, setUp('pm_card_authenticationRequired')),
  'setup_intent.succeeded': trigger(customer, setUp('pm_card_visa')),
  'setup_intent.setup_failed': trigger(
    refused('card_error', setups, { confirm: true, payment_method: 'pm_card_chargeDeclined' }),
  ),
  'setup_intent.canceled': trigger(post(setups, {}, 'setup'), post(`${setups}/\${setup:id}/cancel`)),
  'mandate.updated': trigger(customer, mandated, act('${setup:mandate}', 'revoke')),

  'payment_method.attached': trigger(customer, method, attached),
  'payment_method.detached': trigger(customer, method, attached, post('/v1/payment_methods/${method:id}/detach')),
  'payment_method.updated': trigger(
    customer,
    method,
    attached,
    post('/v1/payment_methods/${method:id}', { billing_details: { name: 'Jenny Miller' } }),
  ),
  'payment_method.automatically_updated': trigger(customer, method, attached, act('${method:id}', 'replace_card')),

  'source.chargeable': trigger(source),
  'source.canceled': trigger(source, act('${source:id}', 'cancel')),
  'source.failed': trigger(waitingSource, act('${source:id}', 'fail')),
  'source.mandate_notification': trigger(source, act('${source:id}', 'notify_of_mandate')),
  'source.refund_attributes_required': trigger(source, act('${source:id}', 'ask_for_refund_attributes')),
  'source.transaction.created': trigger(source, act('${source:id}', 'receive')),
  'source.transaction.updated': trigger(source, act('${source:id}', 'receive'), act('${source:id}', 'settle')),

  'three_d_secure.authentication.requires_submission': trigger(authentication),
  'three_d_secure.authentication.requires_challenge': trigger(authentication, submitted),
  'three_d_secure.authentication.challenge_started': authenticating('start_challenge'),
  'three_d_secure.authentication.succeeded': authenticating('succeed'),
  'three_d_secure.authentication.failed': authenticating('fail'),
  'three_d_secure.authentication.errored': authenticating('break_down'),
  'three_d_secure.authentication.canceled': trigger(
    authentication,
    post(`${authentications}/\${authentication:id}/cancel`),
  ),
};
