import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { featuresOf, nothingAllowed, usual } from './features.ts';

type Configuration = Stripe.BillingPortal.Configuration;
type CreateParams = Stripe.BillingPortal.ConfigurationCreateParams;
type UpdateParams = Stripe.BillingPortal.ConfigurationUpdateParams;

const type = 'billing_portal.configuration';

function blank(work: Work): Configuration {
  return {
    ...work.blank<Configuration>(type),
    active: true,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    features: nothingAllowed,
    is_default: false,
    login_page: { enabled: false, url: null },
    updated: work.now,
  };
}

const webAddress = /^https?:$/;

function checkUrls({ default_return_url: back, business_profile: profile }: UpdateParams): void {
  const urls: readonly (readonly [string, string | null | undefined])[] = [
    ['default_return_url', back],
    ['business_profile[privacy_policy_url]', profile?.privacy_policy_url],
    ['business_profile[terms_of_service_url]', profile?.terms_of_service_url],
  ];
  for (const [param, url] of urls)
    if (url && !(URL.canParse(url) && webAddress.test(new URL(url).protocol)))
      throw errors.invalid('Not a valid URL', param, 'url_invalid');
}

async function changed(work: Work, current: Configuration, params: UpdateParams): Promise<Partial<Configuration>> {
  checkUrls(params);
  const { active, business_profile: profile, default_return_url: back, features, login_page: login, name } = params;
  if (active === false && current.is_default)
    throw errors.invalid('You cannot deactivate the default configuration.', 'active');
  return {
    ...(active !== undefined && { active }),
    ...(back !== undefined && { default_return_url: back || null }),
    ...(name !== undefined && { name: name || null }),
    ...(params.metadata !== undefined && { metadata: mergeMetadata(current.metadata ?? {}, params.metadata) }),
    ...(profile !== undefined && {
      business_profile: {
        headline: profile.headline === undefined ? current.business_profile.headline : profile.headline || null,
        privacy_policy_url:
          profile.privacy_policy_url === undefined
            ? current.business_profile.privacy_policy_url
            : profile.privacy_policy_url || null,
        terms_of_service_url:
          profile.terms_of_service_url === undefined
            ? current.business_profile.terms_of_service_url
            : profile.terms_of_service_url || null,
      },
    }),
    ...(login !== undefined && {
      login_page: {
        enabled: login.enabled,
        url: login.enabled ? (current.login_page.url ?? `${work.baseUrl}/p/login/test_${work.token(14)}`) : null,
      },
    }),
    features: await featuresOf(work, current.features, features),
    updated: work.now,
  };
}

export async function createConfiguration({ work, params }: Call<CreateParams>): Promise<Configuration> {
  const start = blank(work);
  return work.insert<Configuration>({ ...start, ...(await changed(work, start, params as UpdateParams)) });
}

export async function updateConfiguration({ work, params, targets }: Call<UpdateParams>): Promise<Configuration> {
  const current = targets[0] as Configuration;
  return work.update<Configuration>(current, await changed(work, current, params));
}

/** The one that the Dashboard keeps; an account has it as soon as somebody needs it. */
export async function defaultConfiguration(work: Work): Promise<Configuration> {
  const [found] = await work.list<Configuration>(type, { where: { is_default: true }, limit: 1 });
  return found ?? work.insert<Configuration>({ ...blank(work), features: usual, is_default: true });
}
