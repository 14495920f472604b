/** Steps that the stories of a platform share: a seller, and money of the platform that can be spent at once. */
import type { Step } from '../scenario.ts';
import { usBank } from '../us-bank.ts';
import { paid } from './payment.ts';

/** In the USA. */
export const seller = (params: Readonly<Record<string, unknown>>): Step => ({
  name: 'seller',
  says: 'A seller joins the platform.',
  call: { method: 'POST', path: '/v1/accounts', params: { country: 'US', ...params } },
});

export const sellerWith = (accountNumber: string): Step =>
  seller({
    type: 'custom',
    external_account: usBank(accountNumber),
    settings: { payouts: { schedule: { interval: 'manual' } } },
  });

export const goodBank = '000123456789';

export const spendableMoney = paid('funds', 'The platform has money that it can spend at once.', {
  amount: 100_000,
  payment_method: 'pm_card_bypassPending',
});

export const refundedAndReversed = { refund_application_fee: true, reverse_transfer: true };
