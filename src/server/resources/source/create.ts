import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { billingOf } from '../card/card.ts';
import { readCurrency } from '../charge/currencies.ts';
import { checkEntry } from '../payment-method/account-entry.ts';
import { mergeAddress, type SentBillingDetails } from '../payment-method/billing-details.ts';
import { type CardEntry, type EnteredCard, readCard } from '../payment-method/card-entry.ts';
import { accountMethod, cardMethod } from '../payment-method/from.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import { spendCardToken } from '../token/spend.ts';
import { kinds, type SourceKind } from './kinds.ts';
import type { StoredSource } from './stored.ts';

type Params = Omit<Stripe.SourceCreateParams, 'type'> & { readonly type?: string; readonly card?: CardEntry };
type Fields = Readonly<Record<string, unknown>>;

function kindOf(type: string | undefined): SourceKind {
  if (type === undefined) throw errors.parameterMissing('type');
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind !== undefined) return kind;
  throw errors.invalid(`This emulator makes no Sources of type ${type}.`, 'type');
}

function checkReturnUrl(url: string | undefined): void {
  if (url === undefined) throw errors.parameterMissing('redirect[return_url]');
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw errors.invalid('Not a valid URL', 'redirect[return_url]', 'url_invalid');
}

function checkCloning({ customer, original_source }: Params): void {
  const param = original_source === undefined ? 'customer' : 'original_source';
  if (customer === undefined && original_source === undefined) return;
  throw errors.invalid(
    `This emulator does not copy Sources to connected accounts: it does not take \`${param}\`. Sources are attached with POST /v1/customers/:id/sources.`,
    param,
  );
}

function checkMoney(
  type: string,
  { flow, usage, currencies }: SourceKind,
  { amount, currency, redirect }: Params,
): void {
  if (flow === 'redirect') checkReturnUrl(redirect?.return_url);
  if (usage === 'single_use' && flow !== 'none') {
    if (amount === undefined) throw errors.parameterMissing('amount');
    if (currency === undefined) throw errors.parameterMissing('currency');
  }
  if (currency === undefined || (currencies?.includes(readCurrency(currency)) ?? true)) return;
  throw errors.invalid(
    `Sources of type ${type} must use one of the following currencies: ${currencies?.join(', ')}.`,
    'currency',
  );
}

async function enteredCard(
  work: Work,
  { token, card }: Params,
): Promise<{ entered: EnteredCard; billing?: SentBillingDetails }> {
  if (card !== undefined) return { entered: readCard(card, work.now, 'card') };
  if (token === undefined) throw errors.parameterMissing('token');
  const { entered, card: known } = await spendCardToken(work, token, 'token');
  return known === undefined ? { entered } : { entered, billing: billingOf(known) };
}

function billingFrom({ owner }: Params): SentBillingDetails {
  return {
    ...(owner?.address && { address: owner.address as NonNullable<SentBillingDetails['address']> }),
    ...(owner?.email !== undefined && { email: owner.email }),
    ...(owner?.name !== undefined && { name: owner.name }),
    ...(owner?.phone !== undefined && { phone: owner.phone }),
  };
}

/** What a charge on the Source is paid with; undefined for money that customers send by themselves. */
async function methodOf(
  work: Work,
  id: string,
  type: string,
  params: Params,
): Promise<StoredPaymentMethod | undefined> {
  const billing = billingFrom(params);
  if (type === 'card') {
    const card = await enteredCard(work, params);
    return cardMethod(work, card.entered, { billing_details: { ...card.billing, ...billing } }, id);
  }
  const method = kinds[type]?.method ?? type;
  if (methodType(method) === undefined) return undefined;
  const sent = (params as unknown as Readonly<Record<string, Fields | undefined>>)[type];
  checkEntry(method, sent, {}, (name) => (name === method ? type : name), { legacy: true });
  return { ...accountMethod(work, method, sent, { billing_details: billing }), id };
}

/** The hash named by the type. */
function detailsOf(work: Work, type: string, method: StoredPaymentMethod | undefined): Fields {
  if (method?.card !== undefined) {
    const { brand, country, exp_month, exp_year, fingerprint, funding, last4, checks } = method.card;
    return {
      address_line1_check: checks?.address_line1_check ?? null,
      address_zip_check: checks?.address_postal_code_check ?? null,
      brand,
      country,
      cvc_check: checks?.cvc_check ?? null,
      dynamic_last4: null,
      exp_month,
      exp_year,
      fingerprint,
      funding,
      last4,
      name: method.billing_details.name,
      three_d_secure: method.card.three_d_secure_usage?.supported ? 'optional' : 'not_supported',
      tokenization_method: null,
    };
  }
  const { generated_from: _, ...own } =
    (method as unknown as Readonly<Record<string, Fields>> | undefined)?.[method?.type ?? ''] ?? {};
  if (type !== 'sepa_debit') return own;
  const mandate_reference = work.token(16).toUpperCase();
  return {
    ...own,
    mandate_reference,
    mandate_url: `https://hooks.stripe.com/adapter/sepa_debit/file/src_${work.token(24)}`,
  };
}

const noReceipts = { amount_charged: 0, amount_received: 0, amount_returned: 0 };

/** How the payer gets the money to Stripe. */
function flowOf(
  work: Work,
  id: string,
  secret: string,
  { flow }: SourceKind,
  { redirect, receiver }: Params,
): Partial<StoredSource> {
  if (flow === 'redirect') {
    const url = `${work.baseUrl}/_emulator/source/${id}?client_secret=${secret}`;
    return { redirect: { failure_reason: null, return_url: redirect?.return_url ?? '', status: 'pending', url } };
  }
  if (flow !== 'receiver') return {};
  return {
    receiver: {
      address: `110000000-test_${work.token(12)}`,
      ...noReceipts,
      refund_attributes_method: receiver?.refund_attributes_method ?? 'email',
      refund_attributes_status: 'missing',
    },
  };
}

export async function createSource({ work, params }: Call<Params>): Promise<StoredSource> {
  const type = params.type ?? (params.token === undefined ? undefined : 'card');
  const kind = kindOf(type);
  checkCloning(params);
  const name = type ?? '';
  checkMoney(name, kind, params);
  const { owner, usage } = params;
  const blank = work.blank<Stripe.Source>('source');
  const client_secret = `src_client_secret_${work.token(24)}`;
  const method = await methodOf(work, blank.id, name, params);
  if (method !== undefined) await work.insert(method);
  const source = await work.insert<StoredSource>({
    ...blank,
    [name]: detailsOf(work, name, method),
    ...flowOf(work, blank.id, client_secret, kind, params),
    allow_redisplay: 'unspecified',
    amount: params.amount ?? null,
    client_secret,
    currency: params.currency?.toLowerCase() ?? null,
    flow: kind.flow,
    metadata: mergeMetadata({}, params.metadata),
    owner: {
      address: owner?.address ? mergeAddress(owner.address as Stripe.Address, null) : null,
      email: owner?.email ?? null,
      name: owner?.name ?? null,
      phone: owner?.phone ?? null,
      verified_address: null,
      verified_email: null,
      verified_name: null,
      verified_phone: null,
    },
    statement_descriptor: params.statement_descriptor ?? null,
    status: kind.begins,
    type: name as Stripe.Source['type'],
    usage: usage ?? kind.usage,
  });
  return source;
}
