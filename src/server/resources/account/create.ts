/** `POST /v1/accounts`: https://docs.stripe.com/api/accounts/create */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { connect } from '../application/connection.ts';
import { readWanted } from '../capability/request.ts';
import { changedPerson } from '../person/change.ts';
import { withAccountToken } from './account-token.ts';
import { addExternal } from './add-external.ts';
import { checkAccountFields } from './checked-fields.ts';
import { controlOf } from './controller.ts';
import { currencyOf } from './countries.ts';
import { checkAccountCountry } from './country-codes.ts';
import { nothingNeeded } from './defaults.ts';
import { checkOwner, checkParams } from './permission.ts';
import { changedProfile, newBusinessProfile, noAcceptance, settlementCurrency, withDocuments } from './profile.ts';
import { newSettings } from './settings.ts';
import { settle } from './settle.ts';
import { nothingAsked, type StoredAccount } from './stored.ts';

const homeCountry = 'US';

export async function createAccount({
  work,
  params: sentParams,
}: Call<Stripe.AccountCreateParams>): Promise<StoredObject> {
  if (work.account !== work.platform)
    throw errors.invalid(
      'Only a platform can create accounts: leave out the Stripe-Account header.',
      undefined,
      undefined,
      403,
    );
  const params = await withAccountToken(work, sentParams);
  const { country = homeCountry, individual, external_account, capabilities } = params;
  const control = controlOf(params);
  checkAccountCountry(country);
  checkAccountFields(params, { country, now: work.now });
  const blank: StoredAccount = {
    id: work.newId('account'),
    object: 'account',
    ...nothingAsked,
    ...control,
    standing: 'restricted',
    business_profile: newBusinessProfile,
    business_type: null,
    capabilities: {},
    charges_enabled: false,
    country,
    created: work.now,
    default_currency: settlementCurrency(params) ?? currencyOf(country),
    details_submitted: false,
    email: null,
    future_requirements: nothingNeeded,
    metadata: {},
    payouts_enabled: false,
    settings: newSettings(country, control.controller?.requirement_collection !== 'application'),
    tos_acceptance: noAcceptance,
  };
  checkParams(blank, params);
  checkOwner(params.business_type, individual);
  const sent = params as Stripe.AccountUpdateParams;
  const account = {
    ...blank,
    ...(await withDocuments(work, blank, changedProfile(work, blank, sent), sent)),
  };
  await connect(work, account.id);
  if (external_account !== undefined) await addExternal(work, account, { external_account });
  return settle(work, account, {
    wanted: readWanted(capabilities),
    ...(individual && { person: await changedPerson(work, account, undefined, individual, 'individual') }),
  });
}
