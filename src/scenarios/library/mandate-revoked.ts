import { defineScenario } from '../scenario.ts';
import { customer } from './customer.ts';
import { offSessionCall } from './payment.ts';
import { told } from './told.ts';

const payment = offSessionCall({ mandate: '${intent:mandate}' });

export const mandateRevoked = defineScenario({
  name: 'mandate-revoked',
  title: 'A customer agrees to recurring payments, pays once, revokes the mandate, and the next payment fails',
  steps: [
    customer('A customer in India subscribes with a card.', { name: 'Asha Rao', email: 'asha@example.com' }),
    {
      name: 'intent',
      says: 'The bank wants an e-mandate.',
      call: {
        method: 'POST',
        path: '/v1/setup_intents',
        params: {
          customer: '${customer:id}',
          allowed_payment_method_types: ['card'],
          payment_method: 'pm_card_in',
          confirm: true,
          payment_method_options: {
            card: {
              mandate_options: {
                amount: 5000,
                amount_type: 'maximum',
                currency: 'usd',
                interval: 'month',
                interval_count: 1,
                reference: 'subscription-1',
                start_date: 1767225600,
                supported_types: ['india'],
              },
            },
          },
        },
      },
    },
    { says: 'The network takes it over.', advance: '10s' },
    {
      expect: {
        object: {
          path: '/v1/mandates/${intent:mandate}',
          has: { status: 'active', type: 'multi_use', payment_method: '${intent:payment_method}' },
        },
      },
    },
    { says: 'The first payment goes through.', call: payment },
    { advance: '10s' },
    { says: 'The customer revokes the mandate at the bank.', act: { on: '${intent:mandate}', action: 'revoke' } },
    {
      expect: {
        event: {
          type: 'mandate.updated',
          about: '${intent:mandate}',
          has: {
            data: {
              object: {
                status: 'inactive',
                payment_method_details: { card: { india: { inactive_reason: 'canceled' } } },
              },
              previous_attributes: { status: 'active' },
            },
          },
        },
      },
    },
    { name: 'refused', says: 'The next payment is declined.', call: { ...payment, status: 402 } },
    {
      expect: {
        object: {
          path: '/v1/payment_intents/${refused:error.payment_intent.id}',
          has: {
            status: 'requires_payment_method',
            latest_charge: null,
            last_payment_error: {
              code: 'india_recurring_payment_mandate_canceled',
              message: 'The provided mandate has been canceled by the card holder.',
            },
          },
        },
      },
    },
    told(
      'customer.created',
      'setup_intent.created',
      'payment_method.attached',
      'setup_intent.succeeded',
      'mandate.updated',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
      'mandate.updated',
      'payment_intent.created',
      'payment_intent.payment_failed',
    ),
  ],
});
