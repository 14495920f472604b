/** What a platform may see and change of its accounts: https://docs.stripe.com/connect/update-verified-information */
import { errors, type StripeError } from '../../kernel/errors.ts';
import { collectedByStripe } from './needs.ts';
import type { StoredAccount } from './stored.ts';

/** Once the owner was sent to Stripe, what Stripe verifies is between the two of them. */
const isClosed = (account: StoredAccount): boolean => account.handed_over && collectedByStripe(account);

const verified = ['business_type', 'company', 'individual', 'tos_acceptance', 'external_account', 'documents'] as const;

const noPermission = (what: string, account: string, param?: string): StripeError =>
  errors.invalid(
    `This application does not have the required permissions for ${what} on account '${account}'.`,
    param,
    undefined,
    403,
  );

/** An account that came by OAuth is its owner's: the platform charges for it, and notes what it likes in `metadata`. */
export function checkControlled(account: StoredAccount): void {
  if (account.by_oauth) throw noPermission('this endpoint', account.id);
}

export function checkParams(account: StoredAccount, sent: object): void {
  if (Object.keys(sent).some((param) => param !== 'metadata')) checkControlled(account);
  const { tos_acceptance: tos } = sent as { tos_acceptance?: { date?: unknown; ip?: unknown } };
  if (collectedByStripe(account) && (tos?.date !== undefined || tos?.ip !== undefined))
    throw errors.invalid(
      'You cannot accept the Terms of Service on behalf of Standard and Express connected accounts.',
      'tos_acceptance',
    );
  if (!isClosed(account)) return;
  for (const param of verified)
    if (Object.hasOwn(sent, param)) throw noPermission(`the parameter '${param}'`, account.id, param);
}

/** Only of an individual there is one person to tell of with the account. */
export function checkOwner(type: string | null | undefined, individual: object | undefined): void {
  if (individual === undefined || !type || type === 'individual') return;
  throw errors.invalid(
    `The parameter 'individual' belongs to accounts with business_type 'individual'; this account has '${type}'.`,
    'individual',
  );
}

/** Persons and external accounts of an account that is closed to its platform. */
export function checkOpen(account: StoredAccount): void {
  checkControlled(account);
  if (isClosed(account)) throw noPermission('this endpoint', account.id);
}

/** Of an account that belongs to somebody else a platform sees what it needs for charging it. */
function outline(account: StoredAccount): object {
  const { payouts: _payouts, ...settings } = account.settings ?? {};
  return {
    id: account.id,
    object: account.object,
    capabilities: account.capabilities,
    charges_enabled: account.charges_enabled,
    controller: { type: 'account' },
    country: account.country,
    default_currency: account.default_currency,
    details_submitted: account.details_submitted,
    email: null,
    future_requirements: account.future_requirements,
    metadata: account.metadata,
    payouts_enabled: account.payouts_enabled,
    requirements: account.requirements,
    settings,
    type: account.type,
  };
}

/** The account as its platform sees it. */
export function seen(account: StoredAccount): object {
  if (account.by_oauth) return outline(account);
  if (!isClosed(account)) return account;
  const { business_type: _type, company: _company, individual: _individual, ...rest } = account;
  return rest;
}
