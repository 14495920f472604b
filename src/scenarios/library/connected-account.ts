/** Steps that the stories of a platform share: a seller, and money of the platform that can be spent at once. */
import type { Step } from '../scenario.ts';

export function sellerWith(accountNumber: string): Step {
  return {
    name: 'seller',
    says: 'A seller joins the platform.',
    call: {
      method: 'POST',
      path: '/v1/accounts',
      params: {
        type: 'custom',
        country: 'US',
        external_account: {
          object: 'bank_account',
          country: 'US',
          currency: 'usd',
          routing_number: '110000000',
          account_number: accountNumber,
        },
        settings: { payouts: { schedule: { interval: 'manual' } } },
      },
    },
  };
}

export const goodBank = '000123456789';

/** A payment by card; `params` over a plain one. */
export const paymentCall = (params: Record<string, unknown>) =>
  ({
    method: 'POST',
    path: '/v1/payment_intents',
    params: {
      amount: 5000,
      capture_method: 'automatic',
      confirm: true,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      ...params,
    },
  }) as const;

export const paid = (name: string, says: string, params: Record<string, unknown>): Step => ({
  name,
  says,
  call: paymentCall(params),
});

export const spendableMoney = paid('funds', 'The platform has money that it can spend at once.', {
  amount: 100_000,
  payment_method: 'pm_card_bypassPending',
});

export const refundedAndReversed = { refund_application_fee: true, reverse_transfer: true };
