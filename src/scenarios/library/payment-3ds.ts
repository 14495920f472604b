import { defineScenario } from '../scenario.ts';

export const payment3ds = defineScenario({
  name: 'payment-3ds',
  title: 'A payment needs 3D Secure: the challenge fails, the customer tries again, passes, and the payment succeeds',
  steps: [
    {
      name: 'intent',
      says: 'A customer pays with a card whose bank wants to see its holder.',
      call: {
        method: 'POST',
        path: '/v1/payment_intents',
        params: {
          amount: 2000,
          currency: 'eur',
          allowed_payment_method_types: ['card'],
          payment_method: 'pm_card_threeDSecure2Required',
          confirm: true,
          return_url: 'https://example.com/paid',
        },
      },
    },
    {
      expect: {
        object: {
          path: '/v1/payment_intents/${intent:id}',
          has: {
            status: 'requires_action',
            latest_charge: null,
            next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: 'https://example.com/paid' } },
          },
        },
      },
    },
    { says: 'The challenge fails.', act: { on: '${intent:id}', action: 'fail_authentication' } },
    {
      expect: {
        object: {
          path: '/v1/payment_intents/${intent:id}',
          has: {
            status: 'requires_payment_method',
            payment_method: null,
            last_payment_error: { code: 'payment_intent_authentication_failure' },
          },
        },
      },
    },
    {
      says: 'The customer tries again',
      call: {
        method: 'POST',
        path: '/v1/payment_intents/${intent:id}/confirm',
        params: { payment_method: 'pm_card_threeDSecure2Required', return_url: 'https://example.com/paid' },
      },
    },
    { says: 'and passes.', act: { on: '${intent:id}', action: 'authenticate' } },
    {
      name: 'paid',
      says: 'The shop looks at its payment.',
      call: { method: 'GET', path: '/v1/payment_intents/${intent:id}' },
    },
    {
      expect: {
        object: {
          path: '/v1/charges/${paid:latest_charge}',
          has: {
            status: 'succeeded',
            payment_method_details: {
              card: { three_d_secure: { authentication_flow: 'challenge', result: 'authenticated' } },
            },
          },
        },
      },
    },
    { advance: '10s' },
    {
      expect: {
        events: [
          'payment_intent.created',
          'payment_intent.requires_action',
          'payment_intent.payment_failed',
          'payment_intent.requires_action',
          'charge.succeeded',
          'payment_intent.succeeded',
          'charge.updated',
        ],
      },
    },
  ],
});
