/** Fields of a new object that depend on the moment, its owner or chance: times, secrets, addresses. */
import type { Work } from '../../kernel/work.ts';
import type { ObjectShape } from '../../spec/description.ts';
import type { Fields } from './handler.ts';

const hour = 3600;
const day = 24 * hour;

/** Seconds from now for times that lie ahead; all others are now. */
const ahead: Readonly<Record<string, number>> = {
  arrival_date: 2 * day,
  current_period_end: 30 * day,
  deletes_after: 30 * day,
  expected_arrival_date: 2 * day,
  expires: hour,
  expires_at: day,
  result_available_until: 30 * day,
};

type Fill = (object: Fields, work: Work) => unknown;

const fromNow =
  (seconds: number): Fill =>
  (_, { now }) =>
    now + seconds;
const withToken =
  (before: string, length: number): Fill =>
  (_, work) =>
    before + work.token(length);
const ownSecret: Fill = ({ id }, work) => `${id}_secret_${work.token(25)}`;
const period: Fill = (_, { now }) => ({ end: now, start: now });
const year = 365.25 * day;

const byObject: Readonly<Record<string, Readonly<Record<string, Fill>>>> = {
  account_link: {
    expires_at: fromNow(300),
    url: (_, work) => `https://connect.stripe.com/setup/e/${work.account}/${work.token(12)}`,
  },
  account_session: { client_secret: withToken('accs_secret__', 24), expires_at: fromNow(hour) },
  'billing.meter_event': { identifier: withToken('', 24) },
  credit_note: {
    number: (_, work) => `${work.token(8).toUpperCase()}-CN-01`,
    pdf: ({ id }, { account }) => `https://pay.stripe.com/credit_notes/${account}/${id}/pdf?s=ap`,
  },
  customer_session: { client_secret: withToken('cuss_secret_', 40), expires_at: fromNow(hour / 2) },
  ephemeral_key: { secret: withToken('ek_test_', 40) },
  'financial_connections.session': { client_secret: withToken('fcsess_client_secret_', 24) },
  'identity.verification_session': {
    client_secret: ownSecret,
    url: withToken('https://verify.stripe.com/start/test_', 40),
  },
  invoiceitem: { period },
  'issuing.card': {
    exp_month: () => 12,
    exp_year: (_, { now }) => 1973 + Math.floor(now / year),
    last4: (_, work) => String(work.number(10_000)).padStart(4, '0'),
  },
  line_item: { period },
  login_link: { url: (_, work) => `https://connect.stripe.com/express/${work.account}/${work.token(12)}` },
  promotion_code: { code: (_, work) => work.token(8).toUpperCase() },
  quote: { expires_at: fromNow(30 * day) },
  setup_intent: { client_secret: ownSecret },
  source: { client_secret: withToken('src_client_secret_', 24) },
  'terminal.connection_token': { secret: withToken('pst_test_', 24) },
  'terminal.onboarding_link': { redirect_url: withToken('https://connect.stripe.com/terminal/', 12) },
  'terminal.reader': { label: ({ id }) => id, serial_number: withToken('', 12) },
};

/** A field that the account itself fills. */
const ownAccount: Fill = (_, { account }) => account;

const plans = new WeakMap<ObjectShape, readonly (readonly [string, Fill])[]>();

function planOf(shape: ObjectShape): readonly (readonly [string, Fill])[] {
  let plan = plans.get(shape);
  if (plan === undefined) {
    const fills = new Map<string, Fill>();
    for (const { name, required, nullable, format, kind } of shape.fields.values()) {
      if (!required || nullable) continue;
      if (format === 'unix-time' && kind === 'integer') fills.set(name, fromNow(ahead[name] ?? 0));
      else if (name === 'account' && kind === 'string') fills.set(name, ownAccount);
    }
    for (const [name, fill] of Object.entries(byObject[shape.type] ?? {})) fills.set(name, fill);
    plan = [...fills];
    plans.set(shape, plan);
  }
  return plan;
}

const isUnset = (value: unknown): boolean => value === undefined || value === null || value === '' || value === 0;

/** Sets what `object`, which is new and still ours to change, does not say yet. `sent` are the parameters it came from. */
export function fillFresh(
  work: Work,
  shape: ObjectShape,
  object: Fields,
  sent: Readonly<Record<string, unknown>>,
): void {
  for (const [name, fill] of planOf(shape)) {
    if (isUnset(object[name]) || (typeof object[name] === 'object' && sent[name] === undefined))
      object[name] = fill(object, work);
  }
}
