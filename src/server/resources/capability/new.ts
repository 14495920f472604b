import type Stripe from 'stripe';

const nothingDue = {
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
    future_requirements: nothingDue,
    requested: false,
    requested_at: null,
    requirements: nothingDue,
    status: 'unrequested',
  };
}
