/** Headers of API answers. What only a browser reads is sent to browsers only: to requests with an `Origin`. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required',
  'access-control-max-age': '300',
  vary: 'Origin',
};

export const plainHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-cache, no-store',
  'content-type': 'application/json',
};

/** Reads one header of a request; null when it was not sent. Names are lower case. */
export type ReadHeader = (name: string) => string | null;

/** What the adapter for Node hands on beside the request. */
interface NodeRequest {
  readonly incoming?: { readonly headers: Readonly<Record<string, string | string[] | undefined>> };
}

/** Node has parsed the headers already: a `Headers` object of them costs more than the rest of a small request. */
export function headerReader(request: Request, env: NodeRequest | undefined): ReadHeader {
  const parsed = env?.incoming?.headers;
  if (parsed === undefined) return (name) => request.headers.get(name);
  return (name) => {
    const value = parsed[name];
    return value === undefined ? null : typeof value === 'string' ? value : value.join(', ');
  };
}

/** What every answer to a known account has; one literal, because this is made for each request. */
export function answerHeaders(requestId: string, version: string, coverage: string): Record<string, string> {
  return {
    'cache-control': 'no-cache, no-store',
    'content-type': 'application/json',
    'emulator-coverage': coverage,
    'request-id': requestId,
    'stripe-version': version,
  };
}

/** What a browser may send; Stripe echoes whatever is asked for. */
export function preflightHeaders(requested: string | null): Record<string, string> {
  return { ...corsHeaders, ...(requested ? { 'access-control-allow-headers': requested } : undefined) };
}
