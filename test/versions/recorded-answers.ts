/** Answers, errors and events of one version for comparison with recorded ones: the stories, and what these leave out. */
import Stripe from 'stripe';
import { createEmulator } from '../../src/index.ts';
import type { SdkBench } from './sdk-bench.ts';
import { tellConnect, tellDispute, tellInvoice, tellQuote, tellSetup } from './stories.ts';

type Hash = Readonly<Record<string, unknown>>;

export interface Answers {
  /** Every object that was answered or told of, by its name: `charge`. */
  readonly objects: ReadonlyMap<string, readonly Hash[]>;
  readonly errors: readonly Hash[];
}

const key = 'sk_test_recorded';
const isHash = (value: unknown): value is Hash => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object within a value. */
function collect(value: unknown, found: Map<string, Hash[]>): void {
  if (Array.isArray(value)) for (const each of value) collect(each, found);
  if (!isHash(value)) return;
  for (const each of Object.values(value)) collect(each, found);
  if (typeof value.object !== 'string') return;
  found.set(value.object, [...(found.get(value.object) ?? []), value]);
}

const cardsOnly = 'payment_method_types[]=card';
const confirmed = (method: string, more = cardsOnly): string =>
  `amount=1000&currency=usd&confirm=true&payment_method=${method}&${more}`;

const wrongBank =
  'external_account[object]=bank_account&external_account[country]=US&external_account[currency]=usd&external_account[account_number]=123123123&external_account[routing_number]=110000000';
const price =
  'line_items[0][quantity]=1&line_items[0][price_data][currency]=usd&line_items[0][price_data][product_data][name]=x';

/** Path and body; a GET without one. */
type Call = readonly [path: string, body?: string];

const calls: readonly Call[] = [
  ...[
    'avsZipFail',
    'chargeDeclined',
    'chargeDeclinedExpiredCard',
    'chargeDeclinedIncorrectCvc',
    'chargeDeclinedInsufficientFunds',
    'chargeDeclinedProcessingError',
    'visa_chargeDeclinedLostCard',
    'visa_chargeDeclinedStolenCard',
    'visa_chargeDeclinedVelocityLimitExceeded',
  ].map((card): Call => ['/v1/payment_intents', confirmed(`pm_card_${card}`)]),
  [
    '/v1/payment_intents',
    confirmed('pm_card_authenticationRequired', `${cardsOnly}&off_session=true&customer={customer}`),
  ],
  ['/v1/payment_intents', confirmed('pm_card_visa', `${cardsOnly}&capture_method=manual`)],
  ['/v1/payment_intents', confirmed('pm_card_authenticationRequired')],
  ['/v1/payment_intents', confirmed('pm_card_radarBlock')],
  ['/v1/payment_intents', 'amount=x&currency=usd'],
  [
    '/v1/payment_intents',
    'amount=500&currency=usd&payment_method=pm_card_visa&payment_method_types[]=card&setup_future_usage=off_session',
  ],
  ['/v1/payment_intents', confirmed('pm_card_authenticationRequired', `${cardsOnly}&off_session=true`)],
  ['/v1/payment_intents', 'amount=500&currency=usd&payment_method_types[]=card'],
  ['/v1/payment_intents/{payment_intent}/cancel', ''],
  ['/v1/payment_intents', confirmed('pm_card_refundFail')],
  ['/v1/refunds', 'charge={charge}'],
  ['/v1/refunds/{refund}'],
  ['/v1/payment_methods', 'type=card&card[number]=4242424242424241&card[exp_month]=12&card[exp_year]=2050'],
  ['/v1/accounts', `type=custom&country=US&${wrongBank}`],
  [
    '/v1/checkout/sessions',
    `mode=payment&success_url=https://a.example&${price}&line_items[0][price_data][unit_amount]=1`,
  ],
  ['/v1/payment_intents/{payment_intent}/cancel', ''],
  ['/v1/payment_intents/does+not+exist'],
  ['/v1/payment_methods/pm_card_chargeDeclined/attach', 'customer={customer}'],
  ['/v1/payment_methods/pm_card_visa/attach', 'customer={customer}'],
  ['/v1/payment_methods/abcd/attach', 'customer={customer}'],
  ['/v1/customers/none'],
  ['/v1/customers', 'payment_method=pm_card_chargeDeclined'],
  ['/v1/customers/{customer}/balance_transactions', 'amount=500&currency=usd'],
  ['/v1/customers/{customer}', 'email=new@example.com'],
  ['/v1/refunds', 'charge={charge}&amount=0'],
  ['/v1/refunds', 'charge={charge}&amount=99999999'],
  ['/v1/refunds', 'charge={charge}'],
  ['/v1/refunds', 'charge={charge}'],
  ['/v1/charges/{charge}?expand[]=refunds&expand[]=balance_transaction'],
  ['/v1/setup_intents', `confirm=true&payment_method=pm_card_chargeDeclined&${cardsOnly}`],
  ['/v1/setup_intents', `confirm=true&payment_method=pm_card_authenticationRequired&${cardsOnly}`],
  ['/v1/setup_intents', cardsOnly],
  ['/v1/setup_intents/{setup_intent}/cancel', ''],
  ['/v1/setup_intents/{setup_intent}/cancel', ''],
  [
    '/v1/setup_intents',
    'payment_method_types[]=sepa_debit&confirm=true&payment_method=pm_success_de&single_use[amount]=5200&single_use[currency]=eur&mandate_data[customer_acceptance][type]=online&mandate_data[customer_acceptance][online][ip_address]=1.2.3.4&mandate_data[customer_acceptance][online][user_agent]=x&expand[]=single_use_mandate&expand[]=latest_attempt',
  ],
  ['/v1/topups', 'amount=2000&currency=usd&description=Top+up&source=btok_us_verified'],
  ['/v1/payouts', 'amount=99999999&currency=usd'],
  ['/v1/payouts', 'amount=100&currency=usd&destination=nowhere'],
  ['/v1/accounts', 'type=standard&country=US'],
  ['/v1/accounts', 'type=express&country=US'],
  ['/v1/account'],
  ['/v1/payment_intents', confirmed('pm_card_radarBlock')],
  ['/v1/payment_intents', confirmed('pm_card_createIssuerFraudRecord')],
  ['/v1/radar/early_fraud_warnings?expand[]=data.charge'],
  ['/v1/webhook_endpoints', 'url=https://example.com/hooks&enabled_events[]=*'],
  [
    '/v1/checkout/sessions',
    'mode=payment&success_url=https://a.example&line_items[0][price]=none&line_items[0][quantity]=1',
  ],
  ['/v1/subscriptions', 'customer={customer}&items[0][price]=none'],
  ['/v1/subscriptions', 'customer={customer}&items[0][price]={price}&trial_period_days=15&expand[]=latest_invoice'],
  ['/v1/invoice_payments?limit=3'],
  ['/v1/balance_transactions?limit=100'],
];

/** Answers of the version, and what its events tell. */
export async function answersOf(version: string): Promise<Answers> {
  const emulator = await createEmulator({ seed: 1, apiVersion: version });
  const sandbox = emulator.sandbox(key);
  const objects = new Map<string, Hash[]>();
  const errors: Hash[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const answer = await emulator.fetch(input, init);
    const text = await answer.clone().text();
    if (text.startsWith('{')) {
      const body = JSON.parse(text) as Hash;
      if (isHash(body.error)) errors.push(body.error);
      collect(body, objects);
    }
    return answer;
  };
  const stripe = new Stripe(key, {
    apiVersion: version as '2026-10-28.endive',
    httpClient: Stripe.createFetchHttpClient(fetch as typeof globalThis.fetch),
    maxNetworkRetries: 0,
  });
  const isBefore = (date: string): boolean => version.slice(0, 10) < date;
  const bench = { stripe, sandbox, isBefore } as SdkBench;
  try {
    for (const tell of [tellDispute, tellQuote, tellInvoice, tellConnect, tellSetup]) await tell(bench);
    const last = (object: string): string => String(objects.get(object)?.at(-1)?.id);
    for (const [path, body] of calls) {
      const filled = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, object: string) => last(object));
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' };
      await fetch(`http://localhost${filled(path)}`, {
        headers,
        ...(body !== undefined && { method: 'POST', body: filled(body) }),
      });
    }
    for (const account of ['', ...(objects.get('account') ?? []).map(({ id }) => String(id))]) {
      const headers = { authorization: `Bearer ${key}`, ...(account !== '' && { 'stripe-account': account }) };
      await fetch('http://localhost/v1/events?limit=100', { headers });
    }
    return { objects, errors };
  } finally {
    await emulator.close();
  }
}
