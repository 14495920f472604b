/** What a request costs in the oldest version of the API, next to the newest. */
import { request, run } from './load.ts';

const key = 'sk_test_versions';
const versions = { newest: '2026-10-28.endive', oldest: '2022-11-15' } as const;
type Age = keyof typeof versions;

const rounds = 16;
const perRound = 1_000;

export interface CostOfAge {
  readonly name: string;
  /** Microseconds of server CPU for each request, the middle of the rounds. */
  readonly newest: number;
  readonly oldest: number;
}

interface Shown {
  readonly id: string;
  readonly latest_invoice?: string;
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const as = (text: string): string => text.replace('sk_test_bench', key);

/** An invoice with a line, a subscription with an item, a payment. */
async function paths(port: number): Promise<readonly (readonly [string, string])[]> {
  const post = async (path: string, body: string): Promise<Shown> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`POST ${path}: ${await answer.text()}`);
    return (await answer.json()) as Shown;
  };
  const paying = 'payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa';
  const customer = await post('/v1/customers', paying);
  const price = await post(
    '/v1/prices',
    'currency=usd&unit_amount=900&recurring[interval]=month&product_data[name]=Plan',
  );
  const subscription = await post('/v1/subscriptions', `customer=${customer.id}&items[0][price]=${price.id}`);
  const card = 'payment_method=pm_card_visa&confirm=true&allowed_payment_method_types[]=card';
  const intent = await post('/v1/payment_intents', `amount=1999&currency=usd&${card}`);
  return [
    ['an invoice', `/v1/invoices/${subscription.latest_invoice}`],
    ['a subscription', `/v1/subscriptions/${subscription.id}`],
    ['a PaymentIntent', `/v1/payment_intents/${intent.id}`],
  ];
}

/** `cpu` answers the microseconds that the server has used. */
export async function costOfAge(port: number, cpu: () => Promise<number>): Promise<CostOfAge[]> {
  const measure = async (text: string): Promise<number> => {
    const before = await cpu();
    const { failures } = await run({ port, connections: 8, requests: perRound, build: () => text });
    if (failures > 0) throw new Error(`${failures} of ${perRound} requests failed`);
    return ((await cpu()) - before) / perRound;
  };
  const body = 'name=Jenny+Rosen&email=jenny%40example.com';
  const asked: readonly (readonly [name: string, method: string, path: string, body: string])[] = [
    ...(await paths(port)).flatMap(([name, path]) => [
      [`retrieve ${name}`, 'GET', path, ''] as const,
      [`change ${name}`, 'POST', path, 'metadata[order]=6735'] as const,
    ]),
    ['list invoices', 'GET', '/v1/invoices', ''],
    ['create a customer', 'POST', '/v1/customers', body],
  ];
  const builders = asked.map(
    ([name, ...parts]) => [name, (age: Age): string => request(...parts, { 'stripe-version': versions[age] })] as const,
  );
  const costs: CostOfAge[] = [];
  for (const [name, build] of builders) {
    const figures: Record<Age, number[]> = { newest: [], oldest: [] };
    for (let round = -2; round < rounds; round++)
      for (const age of ['newest', 'oldest'] as const) {
        const figure = await measure(as(build(age)));
        // The first rounds warm up.
        if (round >= 0) figures[age].push(figure);
      }
    costs.push({ name, newest: middle(figures.newest), oldest: middle(figures.oldest) });
  }
  return costs;
}
