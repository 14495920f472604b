/** Money that moves into and out of financial accounts: https://docs.stripe.com/treasury */
import type Stripe from 'stripe';
import { type EventRule, on } from '../../kernel/events.ts';
import type { MachineTimer, Rule } from '../../kernel/machine.ts';
import { defineResource, type Resource } from '../../kernel/resource.ts';
import type { StoredObject } from '../../kernel/work.ts';
import { changes, hiddenNote, makes, moves, notes, onField, onNote } from './happening.ts';

type Account = Stripe.Treasury.FinancialAccount & StoredObject;
type Inbound = Stripe.Treasury.InboundTransfer & StoredObject;
type Payment = Stripe.Treasury.OutboundPayment & StoredObject;
type Transfer = Stripe.Treasury.OutboundTransfer & StoredObject;
type Outbound = Payment | Transfer;
type CreditReversal = Stripe.Treasury.CreditReversal & StoredObject;
type DebitReversal = Stripe.Treasury.DebitReversal & StoredObject;
type Credit = Stripe.Treasury.ReceivedCredit & StoredObject;

const day = 86_400;

export const financialAccount = defineResource<Account>('treasury.financial_account', {
  outline: true,
  hidden: hiddenNote,
  events: [
    on.create('treasury.financial_account.created'),
    on.enter('closed', 'treasury.financial_account.closed', { previous: true }),
    onField<Account>('treasury.financial_account.features_status_updated', 'active_features', true),
  ],
  outside: {
    activate_features: changes<Account>(({ active_features: active = [], pending_features: pending = [] }) => ({
      active_features: pending.length > 0 ? [...active, ...pending] : [...active, 'deposit_insurance'],
      pending_features: [],
    })),
  },
});

export const inboundTransfer = defineResource<Inbound>('treasury.inbound_transfer', {
  outline: true,
  machine: {
    initial: ['processing'],
    rules: [
      { from: 'processing', action: 'succeed', to: 'succeeded' },
      { from: 'processing', action: 'fail', to: 'failed' },
      { from: 'processing', action: 'cancel', to: 'canceled' },
      // Money that had arrived goes back; the transfer says so in `returned`.
      { from: 'succeeded', action: 'return', to: 'succeeded' },
    ],
  },
  events: [
    on.create('treasury.inbound_transfer.created'),
    on.enter('succeeded', 'treasury.inbound_transfer.succeeded'),
    on.enter('failed', 'treasury.inbound_transfer.failed'),
    on.enter('canceled', 'treasury.inbound_transfer.canceled'),
  ],
  outside: { succeed: moves('succeed'), fail: moves('fail') },
});

const outboundRules: readonly Rule[] = [
  { from: 'processing', action: 'post', to: 'posted' },
  { from: 'processing', action: 'fail', to: 'failed' },
  { from: 'processing', action: 'cancel', to: 'canceled' },
  { from: ['processing', 'posted'], action: 'return', to: 'returned' },
];

function outbound(type: 'treasury.outbound_payment' | 'treasury.outbound_transfer'): Resource {
  const states = ['posted', 'failed', 'canceled', 'returned'];
  const events: EventRule<Outbound>[] = [
    on.create(`${type}.created`),
    ...states.map((state) => on.enter<Outbound>(state, `${type}.${state}`)),
    onField<Outbound>(`${type}.expected_arrival_date_updated`, 'expected_arrival_date', true),
    onField<Outbound>(`${type}.tracking_details_updated`, 'tracking_details', true),
  ];
  return defineResource<Outbound>(type, {
    outline: true,
    machine: { initial: ['processing'], rules: outboundRules },
    events,
    outside: {
      post: moves('post'),
      fail: moves('fail'),
      return: moves('return'),
      reschedule: changes<Outbound>(({ expected_arrival_date: due }) => ({ expected_arrival_date: due + day })),
    },
  });
}

export const outboundPayment = outbound('treasury.outbound_payment');
export const outboundTransfer = outbound('treasury.outbound_transfer');

const soon = (action: string): MachineTimer => ({ in: 'processing', after: 5, soon: true, action });

export const creditReversal = defineResource<CreditReversal>('treasury.credit_reversal', {
  outline: true,
  machine: {
    initial: ['processing'],
    rules: [
      { from: 'processing', action: 'post', to: 'posted' },
      { from: 'processing', action: 'cancel', to: 'canceled' },
    ],
    timers: [soon('post')],
  },
  events: [on.create('treasury.credit_reversal.created'), on.enter('posted', 'treasury.credit_reversal.posted')],
  outside: { post: moves<CreditReversal>('post', (_, { now }) => ({ status_transitions: { posted_at: now } })) },
});

export const debitReversal = defineResource<DebitReversal>('treasury.debit_reversal', {
  outline: true,
  hidden: hiddenNote,
  machine: {
    initial: ['processing'],
    rules: [
      { from: 'processing', action: 'succeed', to: 'succeeded' },
      { from: 'processing', action: 'fail', to: 'failed' },
    ],
    timers: [soon('succeed')],
  },
  events: [
    on.create('treasury.debit_reversal.created'),
    onNote('treasury.debit_reversal.initial_credit_granted', 'credit'),
    on.enter('succeeded', 'treasury.debit_reversal.completed'),
  ],
  outside: {
    grant_credit: notes('credit'),
    succeed: moves<DebitReversal>('succeed', (_, { now }) => ({ status_transitions: { completed_at: now } })),
    fail: moves('fail'),
  },
});

export const receivedCredit = defineResource<Credit>('treasury.received_credit', {
  outline: true,
  events: [
    on.create('treasury.received_credit.created'),
    on.enter('succeeded', 'treasury.received_credit.succeeded'),
    on.enter('failed', 'treasury.received_credit.failed'),
  ],
  arisesFrom: {
    'treasury.financial_account': {
      // A credit that the account cannot take, because it is frozen or closed.
      refuse_credit: makes<Account, Credit>('treasury.received_credit', ({ id }) => ({
        amount: 1000,
        currency: 'usd',
        description: 'Stripe Test',
        failure_code: 'account_frozen',
        financial_account: id,
        network: 'ach',
        status: 'failed',
      })),
    },
  },
});
