import { defineScenario } from '../scenario.ts';
import { customer } from './customer.ts';
import { offSessionCall } from './payment.ts';
import { told } from './told.ts';

export const setupAttempt3ds = defineScenario({
  name: 'setup-attempt-3ds',
  title: 'A card is saved behind 3D Secure: the challenge fails, then passes, and the card pays without its holder',
  steps: [
    customer('A customer saves a card whose bank wants to see the holder once.'),
    {
      name: 'intent',
      call: {
        method: 'POST',
        path: '/v1/setup_intents',
        params: {
          customer: '${customer:id}',
          allowed_payment_method_types: ['card'],
          payment_method: 'pm_card_authenticationRequiredOnSetup',
          confirm: true,
          return_url: 'https://example.com/saved',
        },
      },
    },
    {
      expect: {
        object: {
          path: '/v1/setup_intents/${intent:id}',
          has: {
            status: 'requires_action',
            next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: 'https://example.com/saved' } },
          },
        },
      },
    },
    { says: 'The challenge fails.', act: { on: '${intent:id}', action: 'fail_authentication' } },
    {
      expect: {
        object: {
          path: '/v1/setup_intents/${intent:id}',
          has: {
            status: 'requires_payment_method',
            last_setup_error: { code: 'setup_intent_authentication_failure' },
            payment_method: null,
          },
        },
      },
    },
    {
      says: 'The customer tries again',
      call: {
        method: 'POST',
        path: '/v1/setup_intents/${intent:id}/confirm',
        params: { payment_method: '${intent:payment_method}', return_url: 'https://example.com/saved' },
      },
    },
    { says: 'and passes.', act: { on: '${intent:id}', action: 'authenticate' } },
    {
      says: 'Each confirmation left its own attempt.',
      expect: {
        object: {
          path: '/v1/setup_attempts?setup_intent=${intent:id}',
          has: {
            data: [
              {
                status: 'succeeded',
                payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } },
              },
              {
                status: 'failed',
                payment_method_details: { card: { three_d_secure: { result: 'failed', result_reason: 'rejected' } } },
                setup_error: { code: 'setup_intent_authentication_failure' },
              },
            ],
          },
        },
      },
    },
    {
      says: 'From now on the card pays while its holder is away.',
      call: offSessionCall(),
    },
    { advance: '10s' },
    told(
      'customer.created',
      'setup_intent.created',
      'setup_intent.requires_action',
      'setup_intent.setup_failed',
      'setup_intent.requires_action',
      'payment_method.attached',
      'setup_intent.succeeded',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
    ),
  ],
});
