import { defineScenario, type Scenario, type Step } from '../scenario.ts';
import { goodBank, sellerWith, spendableMoney } from './connected-account.ts';
import { evidenceStaged, evidenceSubmitted } from './dispute-evidence.ts';
import { paid } from './payment.ts';
import { told, toldOfSeller } from './told.ts';

const schedule = (says: string, interval: string): Step => ({
  says,
  call: {
    method: 'POST',
    path: '/v1/balance_settings',
    params: { payments: { payouts: { schedule: { interval } } } },
  },
});

const disputedCharge: readonly Step[] = [
  { name: 'platform', call: { method: 'GET', path: '/v1/account' } },
  sellerWith(goodBank),
  spendableMoney,
  paid('sale', 'A service of a town hall is paid through the platform,', {
    amount: 20_000,
    payment_method: 'pm_card_bypassPending',
    transfer_data: { destination: '${seller:id}' },
  }),
  paid('intent', 'and another one by somebody who will not remember it.', {
    payment_method: 'pm_card_createDispute',
    transfer_data: { destination: '${seller:id}' },
  }),
  {
    name: 'disputes',
    says: 'The bank takes amount and fee from the platform.',
    call: { method: 'GET', path: '/v1/disputes', params: { payment_intent: '${intent:id}' } },
  },
  ...evidenceStaged,
];

const decided = (status: string): Step => ({
  expect: {
    object: { path: '/v1/disputes/${disputes:data.0.id}', has: { status } },
    event: { type: 'charge.dispute.closed', about: '${disputes:data.0.id}', has: { data: { object: { status } } } },
  },
});

/** What Stripe tells of until the bank has decided, and from the payouts on. */
const toldOfDispute = [
  'payment_intent.created',
  'balance.available',
  'charge.succeeded',
  'payment_intent.succeeded',
  'payment_intent.created',
  'balance.available',
  'charge.succeeded',
  'transfer.created',
  'payment_intent.succeeded',
  'payment_intent.created',
  'charge.succeeded',
  'transfer.created',
  'charge.dispute.created',
  'charge.dispute.funds_withdrawn',
  'payment_intent.succeeded',
  'charge.dispute.updated',
  'charge.dispute.updated',
  'charge.updated',
] as const;

/** The schedule is in the settings of the balance and in those of the account. */
const toldOfSchedule = ['balance_settings.updated', 'account.updated'] as const;

const toldOfPayout = [
  ...toldOfSchedule,
  'payout.created',
  'payout.updated',
  'payout.paid',
  'payout.updated',
  'payout.reconciliation_completed',
  ...toldOfSchedule,
] as const;

/** What the dispute did to the balance, the newest first. */
type Movements = readonly (readonly [place: number, reporting_category: string])[];

/** Other disputes may be in the same payout. */
const during = (movements: Movements): string =>
  `&created[gte]=\${dispute:balance_transactions.0.created}&created[lte]=\${dispute:balance_transactions.${movements.length - 1}.created}`;

/** An automatic payout takes all of it along, and says so. */
const foundInPayout = (movements: Movements): readonly Step[] => [
  { says: 'All of the money has settled.', advance: '5d' },
  schedule('The platform lets Stripe pay out every business day.', 'daily'),
  { advance: '6d' },
  {
    name: 'payouts',
    says: 'A payout has arrived,',
    call: { method: 'GET', path: '/v1/payouts', params: { status: 'paid', limit: 1 } },
  },
  {
    expect: {
      object: {
        path: '/v1/payouts/${payouts:data.0.id}',
        has: { automatic: true, reconciliation_status: 'completed' },
      },
      event: { type: 'payout.reconciliation_completed', about: '${payouts:data.0.id}' },
    },
  },
  { name: 'dispute', call: { method: 'GET', path: '/v1/disputes/${disputes:data.0.id}' } },
  {
    says: 'and the reconciliation finds in it what the dispute did to the balance.',
    expect: {
      object: {
        path: `/v1/balance_transactions?payout=\${payouts:data.0.id}&type=adjustment${during(movements)}`,
        has: {
          data: movements.map(([place, reporting_category]) => ({
            id: `\${dispute:balance_transactions.${place}.id}`,
            reporting_category,
            source: '${dispute:id}',
          })),
        },
      },
    },
  },
  schedule('From now on payouts are made by hand again.', 'manual'),
];

export const disputeInPayout: Scenario = defineScenario({
  name: 'dispute-in-payout',
  title: 'A public-sector platform loses a dispute, recovers it from the seller, and finds it in its payout',
  steps: [
    ...disputedCharge,
    evidenceSubmitted('losing_evidence'),
    { advance: '10s' },
    decided('lost'),
    {
      name: 'recovery',
      says: 'The seller pays back what the bank took, the fee of the dispute included.',
      as: '${seller:id}',
      call: {
        method: 'POST',
        path: '/v1/transfers',
        params: {
          amount: 6500,
          currency: 'usd',
          destination: '${platform:id}',
          description: 'Dispute ${disputes:data.0.id}',
        },
      },
    },
    ...foundInPayout([[0, 'dispute']]),
    told(...toldOfDispute, 'charge.dispute.closed', ...toldOfPayout),
    toldOfSeller(
      'account.application.authorized',
      'account.external_account.created',
      'transfer.created',
      'balance.available',
    ),
  ],
});

export const disputeWonInPayout: Scenario = defineScenario({
  name: 'dispute-won-in-payout',
  title: 'A public-sector platform wins a dispute, and finds the returned money in its payout',
  steps: [
    ...disputedCharge,
    evidenceSubmitted('winning_evidence'),
    { advance: '10s' },
    decided('won'),
    ...foundInPayout([
      [1, 'dispute_reversal'],
      [0, 'dispute'],
    ]),
    told(
      ...toldOfDispute,
      'charge.dispute.funds_reinstated',
      'charge.dispute.updated',
      'charge.dispute.closed',
      ...toldOfPayout,
    ),
    toldOfSeller('account.application.authorized', 'account.external_account.created', 'balance.available'),
  ],
});
