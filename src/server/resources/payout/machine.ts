/** https://docs.stripe.com/payouts */
import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredPayout } from './stored.ts';

/** Seconds that a payout can still be canceled. Stripe's test mode gives none that one could rely on. */
const collecting = 600;
const moment = 1;

const isInstant = ({ method }: StoredPayout): boolean => method === 'instant';

const refusals: Readonly<Record<string, string>> = {
  cancel: 'Payouts can only be canceled while they are pending.',
  reverse: 'Payouts can only be reversed once they are on their way or paid.',
};

export const machine: Machine<StoredPayout> = {
  initial: ['pending'],
  rules: [
    { from: 'pending', action: 'submit', to: 'in_transit' },
    { from: ['pending', 'in_transit'], action: 'pay', to: 'paid' },
    { from: ['pending', 'in_transit', 'paid'], action: 'fail', when: 'isNotReversed', to: 'failed' },
    { from: 'pending', action: 'cancel', to: 'canceled' },
    { from: 'in_transit', action: 'reverse', to: 'in_transit' },
    { from: 'paid', action: 'reverse', to: 'paid' },
  ],
  guards: {
    isInstant,
    // Its money is on the way back already.
    isNotReversed: ({ reversed_by }) => reversed_by === null,
    isStandard: (payout) => !isInstant(payout),
    arrivesSoon: (payout) => isInstant(payout) && payout.fate === null,
    failsSoon: (payout) => isInstant(payout) && payout.fate !== null,
    arrives: (payout) => !isInstant(payout) && payout.fate === null,
    fails: (payout) => !isInstant(payout) && payout.fate !== null,
  },
  timers: [
    { in: 'pending', when: 'isInstant', after: moment, soon: true, action: 'submit' },
    { in: 'pending', when: 'isStandard', after: collecting, action: 'submit' },
    { in: 'in_transit', when: 'arrivesSoon', after: moment, soon: true, action: 'pay' },
    { in: 'in_transit', when: 'failsSoon', after: moment, soon: true, action: 'fail' },
    { in: 'in_transit', when: 'arrives', at: 'arrival_date', action: 'pay' },
    { in: 'in_transit', when: 'fails', at: 'arrival_date', action: 'fail' },
  ],
  refuse: (action, payout) =>
    errors.invalid(refusals[action] ?? `This payout cannot ${action} while its status is ${payout.status}.`),
};
