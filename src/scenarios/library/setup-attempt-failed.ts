import { defineScenario } from '../scenario.ts';
import { customer } from './customer.ts';
import { told } from './told.ts';

export const setupAttemptFailed = defineScenario({
  name: 'setup-attempt-failed',
  title: 'A card is declined while it is saved, the reason is read, another card is saved',
  steps: [
    customer('A customer wants to save a card for later.'),
    {
      name: 'intent',
      call: {
        method: 'POST',
        path: '/v1/setup_intents',
        params: { customer: '${customer:id}', allowed_payment_method_types: ['card'] },
      },
    },
    {
      says: 'The issuer declines the first card: the answer is 402, and shows the intent.',
      call: {
        method: 'POST',
        path: '/v1/setup_intents/${intent:id}/confirm',
        params: { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' },
        status: 402,
      },
    },
    {
      expect: {
        object: {
          path: '/v1/setup_intents/${intent:id}',
          has: {
            status: 'requires_payment_method',
            payment_method: null,
            last_setup_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
          },
        },
      },
    },
    {
      says: 'The attempt keeps the reason, and the card.',
      expect: {
        object: {
          path: '/v1/setup_attempts?setup_intent=${intent:id}',
          has: {
            data: [
              {
                status: 'failed',
                payment_method_details: { type: 'card', card: { brand: 'visa', last4: '9995' } },
                setup_error: {
                  type: 'card_error',
                  code: 'card_declined',
                  decline_code: 'insufficient_funds',
                  message: 'Your card has insufficient funds.',
                },
              },
            ],
          },
        },
      },
    },
    {
      name: 'saved',
      says: 'The customer tries again with a good card.',
      call: {
        method: 'POST',
        path: '/v1/setup_intents/${intent:id}/confirm',
        params: { payment_method: 'pm_card_mastercard' },
      },
    },
    {
      expect: {
        object: {
          path: '/v1/setup_attempts?setup_intent=${intent:id}',
          has: {
            data: [{ id: '${saved:latest_attempt}', status: 'succeeded', setup_error: null }, { status: 'failed' }],
          },
        },
      },
    },
    {
      says: 'The card is on file.',
      expect: {
        object: { path: '/v1/payment_methods/${saved:payment_method}', has: { customer: '${customer:id}' } },
      },
    },
    told(
      'customer.created',
      'setup_intent.created',
      'setup_intent.setup_failed',
      'payment_method.attached',
      'setup_intent.succeeded',
    ),
  ],
});
