import type Stripe from 'stripe';
import { nothingNeeded } from '../account/defaults.ts';

/** An unrequested capability can be read too. */
export function newCapability(account: string, name: string): Stripe.Capability {
  return {
    id: name,
    object: 'capability',
    account,
    future_requirements: nothingNeeded,
    requested: false,
    requested_at: null,
    requirements: nothingNeeded,
    status: 'unrequested',
  };
}
