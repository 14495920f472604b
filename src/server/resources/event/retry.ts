/** `stripe events resend`: https://docs.stripe.com/webhooks#manually-retry */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Endpoint, StoredObject } from '../../kernel/work.ts';

interface Params {
  readonly account?: string;
  /** To whoever listens for the Stripe CLI: a running `stripe listen`, and what takes its place here. */
  readonly for_stripecli?: boolean;
  readonly webhook_endpoint?: string;
}

const isEndpointOfApi = ({ id }: Endpoint): boolean => id.startsWith('we_');

export async function retry({ work, params, targets }: Call<Params>): Promise<StoredObject> {
  const event = targets[0] as Stripe.Event & StoredObject;
  const { webhook_endpoint: id, for_stripecli: forCli = false } = params;
  const sent = await work.resend(event, (endpoint) =>
    id === undefined ? isEndpointOfApi(endpoint) !== forCli : endpoint.id === id,
  );
  if (id !== undefined && sent === 0) throw errors.missing('webhook endpoint', id, 'webhook_endpoint', 'parameter');
  return event;
}
