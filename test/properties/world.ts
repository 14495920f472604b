/** A sandbox with at least one object of nearly every type, to which it can be brought back in no time. */
import { encodeForm } from '../../src/server/http/form.ts';
import { resources } from '../../src/server/resources/index.ts';
import type { Operation } from '../../src/server/spec/description.ts';
import { type EngineAnswer, type EngineBench, engineBench } from '../generic/engine-bench.ts';
import { ParamSchemas, sampleParams } from '../generic/sample-params.ts';

export interface World {
  readonly bench: EngineBench;
  readonly schemas: ParamSchemas;
  /** Ids of what is there, by type. */
  idsOf(type: string | undefined): readonly string[];
  /** Those of the types whose name ends so, of the same family first: a `value_list` is a `radar.value_list`. */
  idsCalled(name: string, type?: string): readonly string[];
  readonly allIds: readonly string[];
  /** An id of the other type that the object with this id mentions. */
  ownerOf(id: string, type: string | undefined): string | undefined;
  readonly connectedAccount: string;
  /** Brings back what was there in the beginning. */
  rewind(): Promise<void>;
}

const payment = 'amount=1999&currency=usd&confirm=true&return_url=https://example.com';

/** What the least parameters do not make: payments in several states, what hangs on them. `{type}` is the id of the newest. */
const story: readonly [path: string, body: string][] = [
  ['/v1/customers', 'email=jenny@example.com&name=Jenny'],
  ['/v1/payment_methods', 'type=card&card[token]=tok_visa'],
  ['/v1/payment_methods/{payment_method}/attach', 'customer={customer}'],
  ['/v1/customers/{customer}/sources', 'source=tok_visa'],
  ['/v1/customers/{customer}/sources', 'source=btok_us_verified'],
  ['/v1/customers/{customer}/tax_ids', 'type=eu_vat&value=DE123456789'],
  ['/v1/tokens', 'card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2034&card[cvc]=123'],
  ['/v1/payment_intents', 'amount=500&currency=usd'],
  ['/v1/payment_intents', `${payment}&capture_method=automatic&payment_method=pm_card_visa`],
  ['/v1/payment_intents', `${payment}&capture_method=manual&payment_method=pm_card_visa`],
  ['/v1/payment_intents', `${payment}&payment_method=pm_card_createDispute`],
  ['/v1/payment_intents', `${payment}&payment_method=pm_card_threeDSecure2Required`],
  ['/v1/payment_intents', `${payment}&payment_method=pm_card_chargeDeclined`],
  ['/v1/setup_intents', 'usage=off_session'],
  ['/v1/setup_intents', 'customer={customer}&confirm=true&payment_method=pm_card_visa&return_url=https://example.com'],
  ['/v1/charges', 'amount=1999&currency=usd&source=tok_visa'],
  ['/v1/charges', 'amount=1999&currency=usd&source=tok_createDispute'],
  ['/v1/charges', 'amount=1999&currency=usd&source=tok_fraud_early_warning'],
  ['/v1/charges', 'amount=1999&currency=usd&capture=false&source=tok_visa'],
  ['/v1/charges', 'amount=99900&currency=usd&source=tok_bypassPending'],
  ['/v1/refunds', 'charge={charge}&amount=100'],
  ['/v1/products', 'name=Lamp'],
  ['/v1/prices', 'product={product}&currency=usd&unit_amount=2000'],
  ['/v1/prices', 'product={product}&currency=usd&unit_amount=2000&recurring[interval]=month'],
  ['/v1/plans', 'product={product}&currency=usd&amount=2000&interval=month'],
  ['/v1/coupons', 'percent_off=10&duration=once'],
  ['/v1/promotion_codes', 'promotion[type]=coupon&promotion[coupon]={coupon}'],
  ['/v1/tax_rates', 'display_name=VAT&percentage=19&inclusive=false'],
  ['/v1/shipping_rates', 'display_name=Ground&type=fixed_amount&fixed_amount[amount]=500&fixed_amount[currency]=usd'],
  ['/v1/invoices', 'customer={customer}'],
  ['/v1/invoiceitems', 'customer={customer}&amount=1000&currency=usd&invoice={invoice}'],
  ['/v1/invoices/{invoice}/finalize', ''],
  ['/v1/credit_notes', 'invoice={invoice}&amount=100'],
  ['/v1/invoices', 'customer={customer}'],
  ['/v1/invoiceitems', 'customer={customer}&amount=1000&currency=usd'],
  ['/v1/subscriptions', 'customer={customer}&items[0][price]={price}'],
  ['/v1/quotes', 'customer={customer}&line_items[0][price]={price}'],
  ['/v1/accounts', 'type=custom&country=US&capabilities[transfers][requested]=true'],
  ['/v1/accounts/{account}/persons', 'first_name=Jenny'],
  ['/v1/accounts/{account}/external_accounts', 'external_account=btok_us_verified'],
  [
    '/v1/account_links',
    'account={account}&type=account_onboarding&return_url=https://a.example&refresh_url=https://a.example',
  ],
  ['/v1/transfers', 'amount=100&currency=usd&destination={account}'],
  ['/v1/transfers/{transfer}/reversals', 'amount=10'],
  ['/v1/payouts', 'amount=100&currency=usd'],
  ['/v1/topups', 'amount=100&currency=usd&statement_descriptor=x'],
  ['/v1/webhook_endpoints', 'url=https://example.com/hook&enabled_events[]=*'],
];

const upload =
  '--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\ntax_document_user_upload\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--b--\r\n';

export async function createWorld(): Promise<World> {
  const bench = engineBench(resources);
  const { description } = bench;
  const schemas = new ParamSchemas(description);
  const ids = new Map<string, string[]>();
  const objects = new Map<string, object>();

  const idsOf = (type: string | undefined): readonly string[] => ids.get(type ?? '') ?? [];
  const idsCalled = (name: string, type = ''): readonly string[] =>
    ids.get(type.slice(0, type.lastIndexOf('.') + 1) + name) ??
    ids.get(name) ??
    [...ids].find(([each]) => each.endsWith(`.${name}`))?.[1] ??
    [];

  function note(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { id, object } = value as { id?: unknown; object?: unknown };
    if (typeof id === 'string' && typeof object === 'string' && id !== '') {
      const known = ids.get(object) ?? [];
      if (!known.includes(id)) ids.set(object, [...known, id]);
      objects.set(id, value);
    }
    for (const inner of Object.values(value)) note(inner);
  }
  async function tell(
    method: string,
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ): Promise<EngineAnswer> {
    const answer = await bench.call(method, path, body, headers);
    if (answer.status === 200) note(answer.body);
    return answer;
  }
  async function create(operation: Operation): Promise<void> {
    const params = await sampleParams(schemas, operation, async (path) => {
      const name = path.findLast((key) => !/^\d+$/.test(key)) ?? '';
      return idsCalled(name, operation.resource)[0];
    });
    let { path } = operation;
    for (const { name, type } of operation.pathParams) path = path.replace(`{${name}}`, idsOf(type)[0] ?? 'nobody');
    await tell('POST', path, encodeForm(params));
  }

  const named = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, type: string) => idsOf(type).at(-1) ?? 'nobody');
  for (const [path, body] of story) await tell('POST', named(path), named(body));
  await tell('POST', '/v1/files', upload, { 'content-type': 'multipart/form-data; boundary=b' });
  const modelled = new Set(resources.map(({ type }) => type));
  for (const { type } of description.objects) if (!modelled.has(type)) note(await bench.seed(type));
  const creating = description.operations.filter(({ kind, multipart }) => kind === 'create' && !multipart);
  for (let round = 0; round < 2; round++) for (const operation of creating) await create(operation);
  for (const path of [
    'disputes',
    'events',
    'balance_transactions',
    'charges',
    'refunds',
    'files',
    'invoices',
    'account',
  ])
    await tell('GET', named(`/v1/${path}`));
  if (bench.crashes.length > 0) throw bench.crashes[0];

  const [connectedAccount = ''] = idsOf('account').filter((id) => id !== bench.account);
  await bench.save();
  return {
    bench,
    schemas,
    idsOf,
    idsCalled,
    allIds: [...ids.values()].flat(),
    ownerOf: (id, type) => Object.values(objects.get(id) ?? {}).find((value) => idsOf(type).includes(value as string)),
    connectedAccount,
    rewind: () => bench.restore(),
  };
}
