/** Where money may go: an account of this platform that may receive transfers. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';

type Capability = 'transfers' | 'card_payments';

/** A connected account by its id, or Stripe's error for parameter `param`. */
export async function connectedAccount(work: Work, id: string, param: string, noun: string): Promise<Stripe.Account> {
  const account = await work.on(work.platform).get<Stripe.Account>('account', id);
  if (account === undefined) throw errors.missing(noun, id, param, 'parameter');
  return account;
}

/** An account that never asked for the capability passes, unless it was rejected: what it may do was never looked at. */
function lacks(account: Stripe.Account, capability: Capability): boolean {
  if (account.requirements?.disabled_reason?.startsWith('rejected.')) return true;
  const status = account.capabilities?.[capability];
  return status !== undefined && status !== 'active';
}

/** A platform takes back money of accounts for whose losses it is liable: https://docs.stripe.com/connect/account-debits */
export function checkDebitable({ controller, id }: Stripe.Account, param: string): void {
  if (controller?.losses?.payments === 'application') return;
  throw errors.invalid(
    `The account ${id} cannot be debited: your platform is not liable for its losses.`,
    param,
    'transfers_not_allowed',
  );
}

/** The platform itself is a destination for what a connected account sends. */
export async function checkDestination(work: Work, id: string, param: string): Promise<void> {
  if (id === work.account) throw errors.invalid('You cannot transfer funds to your own account.', param);
  if (id === work.platform) {
    checkDebitable(await connectedAccount(work, work.account, param, 'account'), param);
    return;
  }
  const account = await connectedAccount(work, id, param, 'destination');
  if (work.account !== work.platform) {
    throw errors.invalid('A connected account can send money to its platform only.', param, 'transfers_not_allowed');
  }
  if (lacks(account, 'transfers')) {
    throw errors.invalid(
      'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
      param,
      'insufficient_capabilities_for_transfer',
    );
  }
}

export async function checkOnBehalfOf(work: Work, id: string, param = 'on_behalf_of'): Promise<void> {
  const account = await connectedAccount(work, id, param, 'on_behalf_of');
  if (!lacks(account, 'card_payments')) return;
  throw errors.invalid(
    `The account ${id} needs the capability card_payments to be active for charges on its behalf.`,
    param,
    'capability_not_active',
  );
}
