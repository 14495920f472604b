/** Money of the account: balance, transfers, payouts, top-ups. */
import { seller, spendableMoney } from './things.ts';
import { act, advance, get, post, type Triggers, trigger } from './trigger.ts';

const transfer = post('/v1/transfers', { amount: 500, currency: 'usd', destination: '${seller:id}' }, 'transfer');
const transferred = [spendableMoney, seller, transfer];
const payout = post('/v1/payouts', { amount: 500, currency: 'usd' }, 'payout');
const paidOut = [spendableMoney, payout];
const topup = post(
  '/v1/topups',
  { amount: 2000, currency: 'usd', description: 'More', statement_descriptor: 'Top-up' },
  'topup',
);
const dailyPayouts = post('/v1/balance_settings', { payments: { payouts: { schedule: { interval: 'daily' } } } });

export const money: Triggers = {
  'balance.available': trigger(spendableMoney),
  'balance_settings.updated': trigger(
    post('/v1/balance_settings', {
      payments: { payouts: { schedule: { interval: 'weekly', weekly_payout_days: ['monday'] } } },
    }),
  ),
  'transfer.created': trigger(...transferred),
  'transfer.updated': trigger(...transferred, post('/v1/transfers/${transfer:id}', { metadata: { shelf: 'top' } })),
  'transfer.reversed': trigger(...transferred, post('/v1/transfers/${transfer:id}/reversals')),
  'payout.created': trigger(...paidOut),
  'payout.updated': trigger(...paidOut, post('/v1/payouts/${payout:id}', { metadata: { shelf: 'top' } })),
  'payout.paid': trigger(...paidOut, advance('5d')),
  'payout.failed': trigger(...paidOut, act('${payout:id}', 'fail')),
  'payout.canceled': trigger(...paidOut, post('/v1/payouts/${payout:id}/cancel')),
  'payout.reconciliation_completed': trigger(dailyPayouts, spendableMoney, advance('7d')),
  'topup.created': trigger(topup),
  'topup.succeeded': trigger(topup, advance('10s')),
  'topup.failed': trigger(
    post('/v1/topups', { amount: 2000, currency: 'usd', source: 'btok_us_verified_noAccount' }),
    advance('10s'),
  ),
  // Where nothing waits, the bank answers before anybody can cancel: so the clock stands still meanwhile.
  'topup.canceled': trigger(
    get('/_emulator/clock', 'clock'),
    post('/_emulator/clock', { mode: 'manual' }),
    topup,
    post('/v1/topups/${topup:id}/cancel'),
    post('/_emulator/clock', { mode: '${clock:mode}' }),
  ),
  'topup.reversed': trigger(topup, advance('10s'), act('${topup:id}', 'reverse')),
};
