import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Deleted, Work } from '../../kernel/work.ts';
import { checkUrl } from '../../webhooks/target.ts';

/** `signing_secret` and `connect` are never shown; the secret is, once, as `secret`, when the endpoint is made. */
export interface StoredEndpoint extends Stripe.WebhookEndpoint {
  readonly signing_secret: string;
  readonly connect: boolean;
}

const most = 16;
const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

function checkedUrl(url: string): string {
  const problem = scheme.test(url) ? checkUrl(url) : 'An explicit scheme (such as https) must be provided.';
  if (problem === undefined) return url;
  throw errors.invalid(`Invalid URL: ${problem}`, 'url', 'url_invalid');
}

/** Deliveries follow the emulator's own list of endpoints. */
async function deliverTo(work: Work, endpoint: StoredEndpoint): Promise<void> {
  await work.putEndpoint({
    id: endpoint.id,
    url: endpoint.url,
    secret: endpoint.signing_secret,
    events: endpoint.enabled_events,
    connect: endpoint.connect,
    account: work.account,
    enabled: endpoint.status === 'enabled',
    api_version: endpoint.api_version,
  });
}

export async function create({
  work,
  params,
}: Call<Stripe.WebhookEndpointCreateParams>): Promise<Stripe.WebhookEndpoint> {
  const url = checkedUrl(params.url);
  if (params.enabled_events.length === 0) throw errors.parameterMissing('enabled_events');
  const others = await work.list('webhook_endpoint', { limit: most });
  if (others.length >= most) throw errors.invalid(`You have reached the maximum of ${most} test webhook endpoints.`);
  const endpoint = await work.insert<StoredEndpoint>({
    ...work.blank<Stripe.WebhookEndpoint>('webhook_endpoint'),
    api_version: params.api_version ?? null,
    description: params.description || null,
    enabled_events: params.enabled_events,
    metadata: mergeMetadata({}, params.metadata),
    status: 'enabled',
    url,
    signing_secret: `whsec_${work.token(32)}`,
    connect: params.connect ?? false,
  });
  await deliverTo(work, endpoint);
  return { ...endpoint, secret: endpoint.signing_secret };
}

export async function update({
  work,
  params,
  targets,
}: Call<Stripe.WebhookEndpointUpdateParams>): Promise<Stripe.WebhookEndpoint> {
  const endpoint = targets[0] as StoredEndpoint;
  const { description, disabled, enabled_events: events, metadata, url } = params;
  if (events?.length === 0) throw errors.empty('enabled_events');
  const patch: Partial<StoredEndpoint> = {
    ...(description !== undefined && { description: description || null }),
    ...(events !== undefined && { enabled_events: events }),
    ...(metadata !== undefined && { metadata: mergeMetadata(endpoint.metadata, metadata) }),
    ...(url !== undefined && { url: checkedUrl(url) }),
  };
  const updated =
    disabled === undefined
      ? await work.update(endpoint, patch)
      : await work.act(endpoint, disabled ? 'disable' : 'enable', patch);
  await deliverTo(work, updated);
  return updated;
}

export async function remove({ work, targets }: Call<object>): Promise<Deleted> {
  const { id } = targets[0] as StoredEndpoint;
  await work.removeEndpoint(id);
  await work.remove({ id, object: 'webhook_endpoint' });
  return { id, object: 'webhook_endpoint', deleted: true };
}
