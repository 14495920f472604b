import type Stripe from 'stripe';
import { next } from '../../kernel/machine.ts';
import { newCapability } from '../capability/new.ts';
import { nothingNeeded } from './defaults.ts';
import { machine } from './machine.ts';
import { type Asked, type Hidden, nothingAsked, type StoredAccount } from './stored.ts';

/** What an account that has told its tax id or its owner's number can be taken to have told. */
const told = '000000000';

function secretsOf({ company, individual }: Stripe.Account): Hidden['secrets'] {
  return {
    ...(company?.tax_id_provided === true && { 'company.tax_id': told }),
    ...(individual?.id_number_provided === true && { 'individual.id_number': told }),
  };
}

/** What is asked of it beyond what every account must tell. */
function askedOf({ requirements }: Stripe.Account): Asked[] {
  const deadline = requirements?.current_deadline ?? null;
  return (requirements?.currently_due ?? []).map((field) => ({
    field,
    deadline: requirements?.past_due?.includes(field) === true ? null : deadline,
  }));
}

function rejectionOf({ requirements }: Stripe.Account): Hidden['rejection'] {
  const reason = requirements?.disabled_reason?.match(/^rejected\.(.+)/)?.[1];
  return reason === undefined ? null : { reason, keepsPayouts: false };
}

function capabilitiesOf({ id, created, capabilities, requirements }: Stripe.Account): Stripe.Capability[] {
  return Object.entries(capabilities ?? {}).map(([name, status]) => ({
    ...newCapability(id, name),
    requested: true,
    requested_at: created ?? null,
    requirements: { ...nothingNeeded, currently_due: requirements?.currently_due ?? [] },
    status,
  }));
}

/** An account from outside, as it must be judged from what it shows, and its capabilities. */
export function seeded(account: StoredAccount): readonly [StoredAccount, ...Stripe.Capability[]] {
  const hidden: Hidden = {
    ...nothingAsked,
    standing: 'enabled',
    asked: askedOf(account),
    rejection: rejectionOf(account),
    secrets: secretsOf(account),
  };
  const judged = { ...account, ...hidden };
  return [{ ...judged, standing: next(machine, judged, 'assess') }, ...capabilitiesOf(account)];
}
