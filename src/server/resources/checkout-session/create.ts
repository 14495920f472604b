/** `POST /v1/checkout/sessions`: https://docs.stripe.com/api/checkout/sessions/create */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import { within } from '../../kernel/within.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';
import { storeItems } from '../item/of-parent.ts';
import type { StoredItem } from '../item/stored.ts';
import { splitFields } from '../payment-intent/split.ts';
import { amountsOf, checkTotal, readDiscounts } from './amounts.ts';
import { blankSession } from './blank.ts';
import { readFields } from './custom-fields.ts';
import { firstDetails } from './customer-details.ts';
import { readLines } from './lines.ts';
import { methodFields } from './methods.ts';
import { readOptional } from './optional-items.ts';
import { automaticTax, checkParties } from './parties.ts';
import { expirationOf } from './recovery.ts';
import { checkParams, type Params } from './refused.ts';
import { createSetUp } from './set-up.ts';
import { readOptions } from './shipping.ts';
import type { StoredSession } from './stored.ts';
import { addressOf } from './urls.ts';

type Draft = { -readonly [K in keyof StoredSession]: StoredSession[K] };

const shortest = 30 * 60;
const longest = 24 * 3600;

function expiryOf(work: Work, sent: number): number {
  const wording = (bound: string) =>
    errors.invalid(`The \`expires_at\` timestamp must be ${bound} from Checkout Session creation.`, 'expires_at');
  if (sent < work.now + shortest) throw wording('at least 30 minutes');
  if (sent > work.now + longest) throw wording('less than 24 hours');
  return sent;
}

/** Fields that are as they were sent. */
function plainFields(work: Work, params: Params, blank: StoredSession): Partial<StoredSession> {
  const {
    after_expiration: _expiration,
    automatic_tax: _tax,
    currency: _currency,
    custom_fields: _fields,
    customer: _customer,
    discounts: _discounts,
    expires_at: _expiry,
    line_items: _lines,
    optional_items: _optional,
    payment_method_options: _options,
    shipping_options: _shipping,
    ...plain
  } = params;
  const adopted = work.adopt<StoredSession>('checkout.session', plain, blank);
  const { invoice_creation: wish } = adopted;
  const metadata = params.invoice_creation?.invoice_data?.metadata;
  if (!wish || metadata === undefined) return adopted;
  const invoice_data = { ...wish.invoice_data, metadata: mergeMetadata({}, metadata) };
  return { ...adopted, invoice_creation: { ...wish, invoice_data } };
}

async function draftOf(work: Work, params: Params): Promise<Draft> {
  const { mode = 'payment' } = params;
  const blank = await blankSession(work, mode);
  const customer =
    params.customer === undefined
      ? undefined
      : await work.find<Stripe.Customer>('customer', params.customer, 'customer');
  const guest = customer === undefined && mode !== 'subscription';
  return {
    ...blank,
    ...(guest && { customer_creation: 'if_required' as const }),
    ...(customer === undefined && mode === 'subscription' && { customer_creation: 'always' as const }),
    ...plainFields(work, params, blank),
    ...(params.automatic_tax?.enabled && { automatic_tax: await automaticTax(work, params, customer) }),
    ...(params.expires_at !== undefined && { expires_at: expiryOf(work, params.expires_at) }),
    ...(params.ui_mode === 'embedded_page' && { redirect_on_completion: params.redirect_on_completion ?? 'always' }),
    after_expiration: expirationOf(params),
    currency: params.currency === undefined ? null : readCurrency(params.currency),
    custom_fields: readFields(params.custom_fields),
    customer: customer?.id ?? null,
    customer_details: firstDetails(customer, params.customer_email, mode),
    metadata: mergeMetadata({}, params.metadata),
    payment_intent_data: params.payment_intent_data ?? {},
    setup_intent_data: params.setup_intent_data ?? {},
    subscription_data: params.subscription_data ?? {},
    customer_update: params.customer_update ?? {},
    allow_redisplay: params.payment_method_data?.allow_redisplay ?? null,
  };
}

/** Lines, discounts and shipping, and what follows from them. Only prices are stored. */
async function content(work: Work, draft: Draft, params: Params): Promise<readonly StoredItem[]> {
  const { id, mode } = draft;
  const lines = await readLines(work, { id, mode, currency: draft.currency ?? undefined }, params.line_items ?? []);
  const currency = draft.currency ?? lines[0]?.currency ?? 'usd';
  draft.currency = currency;
  if (params.optional_items !== undefined)
    draft.optional_items = await readOptional(work, { id, mode, currency }, params.optional_items);
  draft.discounts = await readDiscounts(work, params.discounts, { customer: draft.customer, currency, mode });
  draft.shipping_options = await readOptions(work, params.shipping_options, currency);
  const basket = { ...draft, currency };
  const { session, items } = await amountsOf(work, basket, lines, draft.shipping_options[0]);
  checkTotal(session.amount_total ?? 0, basket);
  Object.assign(draft, session);
  // What the payment would refuse later.
  await within('payment_intent_data', () =>
    splitFields(work, draft.payment_intent_data, {}, session.amount_total ?? 0),
  );
  return items;
}

/** `from` holds what a payment link adds. */
export async function newSession(
  work: Work,
  params: Params,
  from: Partial<StoredSession> = {},
): Promise<StoredSession> {
  checkParams(params);
  await checkParties(work, params);
  const draft = { ...(await draftOf(work, params)), ...from };
  const items = draft.mode === 'setup' ? [] : await content(work, draft, params);
  Object.assign(draft, methodFields(draft, params, work.account), addressOf(work, draft));
  const session = await work.insert<StoredSession>(draft);
  await storeItems(work, session.id, items);
  return draft.mode === 'setup' ? createSetUp(work, session) : session;
}

export const createSession = ({ work, params }: Call<Params>): Promise<StoredSession> => newSession(work, params);
