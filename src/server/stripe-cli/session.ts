/** What the Stripe CLI asks for when it begins to listen. */
import { createHash } from 'node:crypto';
import { isHash, type Params } from '../kernel/params.ts';
import { type LogFilters, readFilters } from './log-filters.ts';

/** `webhooks` are events as the API has them; `v2_events`, thin ones, are none of this emulator's. */
type Feature = 'webhooks' | 'request_logs' | 'v2_events';

export interface SessionRequest {
  readonly device: string;
  readonly features: readonly Feature[];
  /** Whether the CLI hands events on: it then tells what the application answered. */
  readonly forwards: boolean;
  readonly filters: LogFilters;
}

const known: readonly Feature[] = ['webhooks', 'request_logs', 'v2_events'];
const forwardUrls = ['forward_to_url', 'forward_connect_to_url'];

function textsOf(value: Params[string] | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value !== undefined && isHash(value)) return Object.values(value).flatMap(textsOf);
  return typeof value === 'string' ? [value] : [];
}

export function readSession(params: Params): SessionRequest {
  const asked = textsOf(params.websocket_features);
  const features = known.filter((feature) => asked.includes(feature));
  return {
    device: textsOf(params.device_name)[0] ?? '',
    features: features.length > 0 ? features : ['webhooks'],
    forwards: forwardUrls.some((name) => textsOf(params[name]).some((url) => url !== '')),
    filters: readFilters(textsOf(params.filters)[0]),
  };
}

/** The same for a device and a sandbox each time, as Stripe has it: applications keep it in their settings. */
export function secretOf(sandbox: string, device: string): string {
  return `whsec_${createHash('sha256').update(`stripe-cli/${sandbox}/${device}`).digest('hex')}`;
}
