import type Stripe from 'stripe';
import type { Machine } from '../../kernel/machine.ts';

const requested = ['inactive', 'pending', 'active'] as const;

/** `inactive`: something is missing or failed; `pending`: all is there and being checked. */
export const machine: Machine<Stripe.Capability> = {
  initial: ['unrequested', ...requested],
  rules: [
    { from: ['unrequested', ...requested], action: 'disable', to: 'inactive' },
    { from: ['unrequested', ...requested], action: 'review', to: 'pending' },
    { from: ['unrequested', ...requested], action: 'activate', to: 'active' },
    { from: ['unrequested', ...requested], action: 'unrequest', to: 'unrequested' },
  ],
};

/** The action that leads to a status. */
export const leadingTo = {
  inactive: 'disable',
  pending: 'review',
  active: 'activate',
  unrequested: 'unrequest',
} as const;
