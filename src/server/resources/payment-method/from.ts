/** Payment methods out of whatever a request names or sends. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { type SpentToken, spendCardToken } from '../token/spend.ts';
import { checkEntry } from './account-entry.ts';
import { mergeBillingDetails, type SentBillingDetails } from './billing-details.ts';
import { cardDetails, checkPreferred } from './card-details.ts';
import { type CardEntry, type EnteredCard, namedCard, readCard } from './card-entry.ts';
import { missingHere } from './missing.ts';
import { accountNumber, otherDetails } from './other-details.ts';
import type { Hidden, StoredPaymentMethod } from './stored.ts';
import { namedAccount } from './test-accounts.ts';
import { namedTestCard } from './test-cards.ts';
import { fill } from './told.ts';
import { methodType } from './types.ts';

interface SentCard extends CardEntry {
  readonly token?: string | undefined;
  readonly networks?: { readonly preferred?: string | undefined } | undefined;
}

/** `payment_method_data` of an intent, or the parameters of a create. */
export interface PaymentMethodData {
  readonly type?: string | undefined;
  readonly card?: SentCard | undefined;
  readonly billing_details?: SentBillingDetails | undefined;
  readonly metadata?: Stripe.Emptyable<Stripe.MetadataParam> | undefined;
  readonly allow_redisplay?: Stripe.PaymentMethod.AllowRedisplay | undefined;
  readonly radar_options?: Stripe.PaymentMethod.RadarOptions | undefined;
}

const namePrefix = 'pm_card_';

/** Keys in the order in which Stripe sends them; the hidden ones stand there from the beginning, so that no use adds one. */
function methodOf(
  work: Work,
  type: string,
  details: object,
  billing_details: Stripe.PaymentMethod.BillingDetails,
  data: PaymentMethodData,
  { test_card, cvc_sent, test_account }: Hidden,
): StoredPaymentMethod {
  const method: StoredPaymentMethod = {
    id: work.newId('payment_method'),
    object: 'payment_method',
    allow_redisplay: data.allow_redisplay ?? 'unspecified',
    billing_details,
    [type]: details,
    created: work.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergeMetadata({}, data.metadata),
    shared_payment_granted_token: null,
    type: type as Stripe.PaymentMethod.Type,
    test_card,
    cvc_sent,
    test_account,
    verified: undefined,
    set_up: undefined,
    ended: undefined,
  };
  return data.radar_options === undefined ? method : { ...method, radar_options: data.radar_options };
}

/** The payment method of an entered card, not stored yet. */
export function cardMethod(
  work: Work,
  entered: EnteredCard,
  data: PaymentMethodData = {},
  id?: string,
): StoredPaymentMethod {
  const billing_details = mergeBillingDetails(data.billing_details);
  const preferred = data.card?.networks?.preferred;
  checkPreferred(preferred, entered.card.networks, 'card[networks][preferred]');
  const card = cardDetails(work, entered, billing_details.address, preferred ?? null);
  const hidden = { test_card: entered.card.key, cvc_sent: entered.cvcSent };
  const method = methodOf(work, 'card', card, billing_details, data, hidden);
  return id === undefined ? method : { ...method, id };
}

/** The payment method of what is no card, not stored yet. */
export function accountMethod(
  work: Work,
  type: string,
  sent: Readonly<Record<string, unknown>> | undefined,
  data: PaymentMethodData = {},
): StoredPaymentMethod {
  const details = otherDetails(work, type, sent);
  const hidden = { test_account: accountNumber(sent) };
  const method = methodOf(work, type, details, mergeBillingDetails(data.billing_details), data, hidden);
  const { known } = methodType(type) ?? {};
  return known === undefined ? method : { ...method, [type]: { ...details, ...fill(work, known, method) } };
}

/** `pm_card_visa` makes a new payment method each time it is used, and so does `pm_usBankAccount_success`. */
export async function mintPaymentMethod(work: Work, id: string): Promise<StoredPaymentMethod | undefined> {
  if (!id.startsWith(namePrefix)) {
    const account = namedAccount(id);
    return account && work.insert({ ...accountMethod(work, account.type, account.sent), ...account.hidden });
  }
  const card = namedTestCard(id.slice(namePrefix.length));
  return card && work.insert(cardMethod(work, namedCard(card, work.now)));
}

function withToken({ entered, billing_details }: SpentToken, data: PaymentMethodData): PaymentMethodData {
  const sent = data.billing_details;
  if (billing_details === undefined || entered.byName) return data;
  const address = sent?.address ?? billing_details.address;
  return { ...data, billing_details: { ...billing_details, ...sent, ...(address !== undefined && { address }) } };
}

/** Not stored yet. `param` names the hash that `data` came in, if any. */
export async function newPaymentMethod(
  work: Work,
  data: PaymentMethodData,
  param?: string,
): Promise<StoredPaymentMethod> {
  const inHash = (name: string): string => (param === undefined ? name : `${param}[${name}]`);
  const { type } = data;
  if (type === undefined) throw errors.parameterMissing(inHash('type'));
  if (type !== 'card') {
    const sent = (data as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[type];
    checkEntry(type, sent, data, inHash);
    return accountMethod(work, type, sent, data);
  }
  if (data.card === undefined) throw errors.parameterMissing(inHash('card'));
  if (data.card.token === undefined) return cardMethod(work, readCard(data.card, work.now, inHash('card')), data);
  const spent = await spendCardToken(work, data.card.token, `${inHash('card')}[token]`);
  return cardMethod(work, spent.entered, withToken(spent, data));
}

export async function createPaymentMethod(
  work: Work,
  data: PaymentMethodData,
  param?: string,
): Promise<StoredPaymentMethod> {
  return work.insert(await newPaymentMethod(work, data, param));
}

export interface PaymentMethodSource {
  /** `tok_visa` or a token's id; single use. */
  readonly token?: string | undefined;
  /** `pm_...`, `pm_card_visa`, or the id of a customer's legacy card. */
  readonly id?: string | undefined;
  readonly data?: PaymentMethodData | undefined;
}

/** The stored payment method that a request means. Throws Stripe's errors for what is unknown, used up or invalid. */
export async function paymentMethodFrom(
  work: Work,
  { token, id, data }: PaymentMethodSource,
  param = 'payment_method',
): Promise<StoredPaymentMethod> {
  if (id !== undefined) {
    const found = await work.get<StoredPaymentMethod & StoredObject>('payment_method', id);
    const method = found ?? (await mintPaymentMethod(work, id));
    if (method === undefined) throw await missingHere(work, id, param);
    return method;
  }
  if (token !== undefined) return createPaymentMethod(work, { type: 'card', card: { token }, ...data });
  return createPaymentMethod(work, data ?? {}, 'payment_method_data');
}
