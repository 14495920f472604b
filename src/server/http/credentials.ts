/** Who calls: a key names a sandbox. https://docs.stripe.com/keys */
import { errors } from '../kernel/errors.ts';

export interface Credentials {
  readonly kind: 'secret' | 'restricted' | 'publishable';
  /** `sk_test_x`, `rk_test_x` and `pk_test_x` belong to sandbox `x`. */
  readonly sandbox: string;
  readonly key: string;
}

const kinds: Readonly<Record<string, Credentials['kind']>> = { sk: 'secret', rk: 'restricted', pk: 'publishable' };
const remembered = 1000;
const known = new Map<string, Credentials>();

const keyMissing =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.";

/** First and last characters stay, the rest is starred. */
export function masked(key: string): string {
  const head = /^[a-z]+_(test|live|org)_/.exec(key)?.[0] ?? key.slice(0, 4);
  const tail = key.length > head.length + 4 ? key.slice(-4) : '';
  return head + '*'.repeat(Math.max(4, key.length - head.length - tail.length)) + tail;
}

function keyOf(header: string): string {
  const space = header.indexOf(' ');
  const scheme = header.slice(0, space).toLowerCase();
  const rest = header.slice(space + 1).trim();
  if (scheme === 'bearer') return rest;
  if (scheme === 'basic') return Buffer.from(rest, 'base64').toString().split(':')[0] ?? '';
  return '';
}

export function readCredentials(header: string | null | undefined): Credentials {
  if (header === null || header === undefined || header === '') throw errors.unauthorized(keyMissing);
  const cached = known.get(header);
  if (cached !== undefined) return cached;
  const key = keyOf(header);
  if (key === '') throw errors.unauthorized(keyMissing);
  const [, prefix = '', mode, name = ''] = /^([a-z]+)_(test|live)_([\x21-\x7e]+)$/.exec(key) ?? [];
  const kind = kinds[prefix];
  if (kind === undefined) throw errors.unauthorized(`Invalid API Key provided: ${masked(key)}`);
  if (mode === 'live') {
    throw errors.unauthorized(
      `Invalid API Key provided: ${masked(key)}. This is an emulator: it takes test keys (sk_test_...) only, so that no live key is ever sent to it by mistake.`,
    );
  }
  const credentials: Credentials = { kind, sandbox: name, key };
  if (known.size >= remembered) known.clear();
  known.set(header, credentials);
  return credentials;
}
