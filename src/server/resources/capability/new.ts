import type Stripe from 'stripe';

export const nothingNeeded: Stripe.Capability.Requirements = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

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
