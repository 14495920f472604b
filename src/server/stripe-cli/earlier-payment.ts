/**
 * `stripe trigger transfer.*` pays 1,000 and then transfers 1,000: it counts on an account that has taken money before,
 * because a payment costs a fee. Where that money is missing in a sandbox, it gets an earlier payment of the same amount.
 */
import { decodeForm } from '../http/form.ts';

type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

const agent = 'Stripe/v1 stripe-cli/';
const path = '/v1/transfers';

/** Requests of the Stripe CLI that transfer the whole of the newest payment succeed; all others go through as they are. */
export function withEarlierPayment(app: Fetch): Fetch {
  return (request, env) => {
    if (request.method !== 'POST' || !request.url.endsWith(path)) return app(request, env);
    if (!request.headers.get('user-agent')?.startsWith(agent)) return app(request, env);
    return transfer(app, request);
  };
}

async function codeOf(answer: Response): Promise<string | undefined> {
  if (answer.status !== 400) return undefined;
  const { error } = (await answer.clone().json()) as { error?: { code?: string } };
  return error?.code;
}

async function transfer(app: Fetch, request: Request): Promise<Response> {
  const { headers } = request;
  const body = await request.text();
  const origin = request.url.slice(0, -path.length);
  const send = async (method: string, to: string, form?: string): Promise<Response> =>
    app(new Request(`${origin}${to}`, { method, headers, ...(form !== undefined && { body: form }) }));

  const answer = await send('POST', path, body);
  if ((await codeOf(answer)) !== 'balance_insufficient') return answer;
  const { amount, currency } = decodeForm(body);
  const newest = await send('GET', '/v1/charges?limit=1');
  const { data } = (await newest.json()) as { data?: { amount: number; currency: string }[] };
  const [payment] = data ?? [];
  if (payment === undefined || payment.currency !== currency || payment.amount < Number(amount)) return answer;
  const earlier = `amount=${payment.amount}&currency=${payment.currency}&confirm=true&payment_method=pm_card_bypassPending&payment_method_types[]=card&description=An+earlier+payment`;
  await send('POST', '/v1/payment_intents', earlier);
  return send('POST', path, body);
}
