/** What every error of Stripe's looks like. */
const types = new Set(['api_error', 'card_error', 'idempotency_error', 'invalid_request_error']);
const fields = new Set(
  'advice_code charge code decline_code doc_url message network_advice_code network_decline_code param payment_intent payment_method payment_method_type request_log_url setup_intent source type'.split(
    ' ',
  ),
);

/** What is wrong with the body of an error, or nothing. */
export function problemWithError(status: number, body: unknown): string | undefined {
  if (status < 400 || status > 499) return `status ${status}`;
  const { error, ...others } = body as { error?: Record<string, unknown> };
  if (typeof error !== 'object' || error === null || Object.keys(others).length > 0) return 'not { error }';
  const keys = Object.keys(error);
  if (keys.some((key) => !fields.has(key))) return `unknown key among ${keys.join(', ')}`;
  if (keys.join() !== keys.toSorted().join()) return `keys out of order: ${keys.join(', ')}`;
  if (!types.has(String(error.type))) return `type ${String(error.type)}`;
  if ((status === 402) !== (error.type === 'card_error')) return `type ${error.type} with status ${status}`;
  if (typeof error.message !== 'string' || error.message.trim() === '') return 'no message';
  if (/undefined|\[object |NaN|null$|TypeError/.test(error.message)) return `message: ${error.message}`;
  if ('param' in error && typeof error.param !== 'string') return 'no text as param';
  const { code, doc_url: page } = error;
  if (code !== undefined && page !== `https://stripe.com/docs/error-codes/${String(code).replaceAll('_', '-')}`)
    return `doc_url ${String(page)} of ${String(code)}`;
  return undefined;
}
