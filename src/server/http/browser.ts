/** What Stripe.js and the mobile libraries send with a publishable key, beside what the API describes. */
import { isHash, type Params } from '../kernel/params.ts';
import type { ReadHeader } from './headers.ts';

/** A page's own scripts send no header that would cost a preflight request: these parameters stand for it. */
const insteadOf: Readonly<Record<string, string>> = {
  authorization: 'key',
  'stripe-account': '_stripe_account',
  'stripe-version': '_stripe_version',
};

/** Told of the page and of the device; nothing here asks for it. */
const telemetry: ReadonlySet<string> = new Set([
  ...Object.values(insteadOf),
  'client_attribution_metadata',
  'client_context',
  'expected_payment_method_type',
  'guid',
  'is_stripe_sdk',
  'locale',
  'muid',
  'pasted_fields',
  'payment_user_agent',
  'referrer',
  'sid',
  'time_on_page',
]);

/** In hashes of the parameters. */
const within: Readonly<Record<string, ReadonlySet<string>>> = {
  payment_method_data: telemetry,
  source_data: telemetry,
  radar_options: new Set(['hcaptcha_ekey', 'hcaptcha_token']),
};

/** The headers of a request that names its publishable key among its parameters; no other key is taken from there. */
export function headersAmong(sent: Params, header: ReadHeader): ReadHeader {
  const { key } = sent;
  if (typeof key !== 'string' || !key.startsWith('pk_')) return header;
  return (name) => {
    const param = insteadOf[name];
    const value = param === undefined ? undefined : sent[param];
    if (typeof value !== 'string') return header(name);
    return name === 'authorization' ? `Bearer ${value}` : value;
  };
}

function without(names: ReadonlySet<string>, params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.has(name)));
}

/** The parameters of the API alone. */
export function withoutTelemetry(sent: Params): Params {
  const params = without(telemetry, sent);
  for (const [name, names] of Object.entries(within)) {
    const hash = params[name];
    if (isHash(hash)) params[name] = without(names, hash);
  }
  return params;
}
