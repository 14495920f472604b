import type Stripe from 'stripe';
import { type Funds, pendingByCurrency } from '../../kernel/ledger.ts';
import type { Machine } from '../../kernel/machine.ts';
import { defineResource } from '../../kernel/resource.ts';
import { armPayouts, balanceId, newBalance, releaseFunds, type StoredBalance } from './funds.ts';
import { payOutFunds } from './pay-out.ts';
import { collectLosses, holdReserve } from './reserve.ts';

/** Not Stripe's: it lets pending funds fall due like everything else that waits for its time. */
const machine: Machine<StoredBalance> = {
  field: 'settlement',
  initial: ['settled'],
  rules: [
    { from: ['settled', 'waiting'], action: 'book', when: 'fundsArePending', to: 'waiting' },
    { from: ['settled', 'waiting'], action: 'book', to: 'settled' },
    { from: ['settled', 'waiting'], action: 'settle', when: 'fundsArePending', to: 'waiting' },
    { from: ['settled', 'waiting'], action: 'settle', to: 'settled' },
    { from: ['settled', 'waiting'], action: 'schedule', when: 'fundsArePending', to: 'waiting' },
    { from: ['settled', 'waiting'], action: 'schedule', to: 'settled' },
  ],
  guards: {
    fundsArePending: (balance) => balance.next_settlement !== null,
    awaitsPayout: (balance) => balance.next_payout !== null,
    lacksMoney: (balance) => balance.collection !== null,
  },
  timers: [
    { in: 'waiting', at: 'next_settlement', action: 'settle' },
    { in: ['settled', 'waiting'], when: 'awaitsPayout', at: 'next_payout', action: 'pay_out' },
    { in: ['settled', 'waiting'], when: 'lacksMoney', at: 'collection', action: 'collect' },
  ],
};

/** Stripe tells of money that becomes available, never of a debit that does. */
function gained(before: Funds, after: Funds): boolean {
  if (after.pending.length >= before.pending.length) return false;
  return Object.keys(after.available).some(
    (currency) => (after.available[currency] ?? 0) > (before.available[currency] ?? 0),
  );
}

const entry = (currency: string, amount: number): Stripe.Balance.Available => ({
  amount,
  currency,
  source_types: { card: amount },
});

const nothing = (currency: string): { amount: number; currency: string } => ({ amount: 0, currency });

function shown({ funds, home, reserved }: StoredBalance): Stripe.Balance {
  const { available } = funds;
  const pending = pendingByCurrency(funds);
  const currencies = [...new Set([home, ...Object.keys(available), ...Object.keys(pending)])];
  const instant = Math.max(0, (available[home] ?? 0) + (pending[home] ?? 0));
  return {
    object: 'balance',
    available: currencies.map((currency) => entry(currency, available[currency] ?? 0)),
    ...(Object.keys(reserved).length > 0 && {
      connect_reserved: Object.entries(reserved).map(([currency, amount]) => ({ amount, currency })),
    }),
    instant_available: [entry(home, instant)],
    livemode: false,
    pending: currencies.map((currency) => entry(currency, pending[currency] ?? 0)),
    refund_and_dispute_prefunding: { available: currencies.map(nothing), pending: currencies.map(nothing) },
  };
}

export const balance = defineResource<StoredBalance>('balance', {
  machine,
  singleton: { id: balanceId, create: newBalance },
  events: [
    {
      type: 'balance.available',
      previous: false,
      when: (before, after) => before !== undefined && after !== undefined && gained(before.funds, after.funds),
    },
  ],
  outside: {
    settle: (work, object) => releaseFunds(work, object),
    pay_out: (work, object) => payOutFunds(work, object),
    schedule: (work) => armPayouts(work),
    collect: (work, object) => collectLosses(work, object),
  },
  reactions: { balance: holdReserve },
  derive: shown,
});
