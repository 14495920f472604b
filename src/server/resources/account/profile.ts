/** The fields of an account that a request sets as they are. */
import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';
import { storedDocument } from '../person/document.ts';
import { changedCompany } from './company.ts';
import { named } from './defaults.ts';
import { isGiven, overlay, pathsOf } from './paths.ts';
import { changedSettings, newSettings } from './settings.ts';
import type { StoredAccount } from './stored.ts';

export const newBusinessProfile: Stripe.Account.BusinessProfile = {
  annual_revenue: null,
  estimated_worker_count: null,
  mcc: null,
  minority_owned_business_designation: null,
  name: null,
  product_description: null,
  specified_commercial_transactions_act_url: null,
  support_address: null,
  support_email: null,
  support_phone: null,
  support_url: null,
  url: null,
};

export const noAcceptance: Stripe.Account.TosAcceptance = { date: null, ip: null, user_agent: null };

type Sent = Stripe.AccountUpdateParams;

/** Among the secrets: how the verification of the company's document ends. */
export const companyDocument = 'company.verification.document';

/** Among the secrets: the last document that shows whose the bank account is. */
export const ownershipProof = 'documents.bank_account_ownership_verification.files';

/** Stripe finds the category of a business in its description; here every description is that of a software shop. */
const describedCategory = '5734';

const withCategory = (profile: Stripe.Account.BusinessProfile): Stripe.Account.BusinessProfile =>
  isGiven(profile.product_description) && !isGiven(profile.mcc) ? { ...profile, mcc: describedCategory } : profile;

export function settlementCurrency({ default_currency: sent }: Pick<Sent, 'default_currency'>): string | undefined {
  return sent === undefined ? undefined : readCurrency(sent, 'default_currency');
}

/** What `sent` makes of `account`, persons and external accounts aside. */
export function changedProfile(work: Work, account: StoredAccount, sent: Sent): Partial<StoredAccount> {
  const country = account.country ?? '';
  const type = sent.business_type ?? account.business_type;
  const business_profile = withCategory(
    overlay(account.business_profile ?? newBusinessProfile, sent.business_profile ?? {}),
  );
  const patch: Partial<StoredAccount> = { business_profile };
  if (sent.email !== undefined) patch.email = sent.email === '' ? null : sent.email;
  if (sent.business_type !== undefined) patch.business_type = sent.business_type;
  const currency = settlementCurrency(sent);
  if (currency !== undefined) patch.default_currency = currency;
  if (sent.metadata !== undefined) patch.metadata = mergeMetadata(account.metadata ?? {}, sent.metadata);
  if (sent.tos_acceptance !== undefined)
    patch.tos_acceptance = overlay(account.tos_acceptance ?? noAcceptance, sent.tos_acceptance);
  if (sent.groups) patch.groups = overlay(account.groups ?? { payments_pricing: null }, sent.groups);
  if (sent.company !== undefined || (isGiven(type) && account.company === undefined)) {
    const { company, secrets } = changedCompany(account.company, sent.company ?? {}, country);
    patch.company = company;
    // `secrets` is the one hidden field that requests fill.
    Object.assign(patch, { secrets: { ...account.secrets, ...secrets } });
  }
  const settings = changedSettings(account.settings ?? newSettings(country, true), sent.settings ?? {}, country);
  patch.settings = named(settings, business_profile?.name, business_profile?.url);
  const { company } = patch;
  return { ...patch, ...work.adopt<StoredAccount>('account', { business_profile, ...(company && { company }) }) };
}

const sides = ['front', 'back'] as const;

/** Documents become files of the account, like those of a person. */
export async function withDocuments(
  work: Work,
  account: StoredAccount,
  patch: Partial<StoredAccount>,
  { company: sent, documents }: Sent,
): Promise<Partial<StoredAccount>> {
  let { company, secrets = account.secrets } = patch;
  for (const side of sides) {
    const named = sent?.verification?.document?.[side];
    if (named === undefined || company === undefined) continue;
    const param = `company[verification][document][${side}]`;
    const { id, outcome } = await storedDocument(work, account.id, named, param);
    company = overlay(company, { verification: { document: { [side]: id } } });
    if (side === 'front') secrets = { ...secrets, [companyDocument]: outcome ?? '' };
  }
  const proofs = documents?.bank_account_ownership_verification?.files ?? [];
  for (const [at, named] of proofs.entries()) {
    const param = `documents[bank_account_ownership_verification][files][${at}]`;
    const { id } = await storedDocument(work, account.id, named, param);
    if (id !== null) secrets = { ...secrets, [ownershipProof]: id };
  }
  return { ...patch, secrets, ...(company !== undefined && { company }) };
}

/** The fields that a request gives, by the names that requirements have for them. */
export function sentFields({ external_account, individual, ...sent }: Sent & { individual?: object }): string[] {
  return [
    ...pathsOf(sent),
    ...(external_account ? ['external_account'] : []),
    ...(individual === undefined ? [] : pathsOf(individual, 'individual.')),
  ];
}
