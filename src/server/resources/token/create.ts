import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { newBankAccount } from '../bank-account/bank-account.ts';
import { type Holder, newCard } from '../card/card.ts';
import { notLinked } from '../card/missing.ts';
import { type EnteredCard, namedCard, readCard } from '../payment-method/card-entry.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { namedTestCard } from '../payment-method/test-cards.ts';
import { nameIn, type StoredToken } from './spend.ts';

/** Of what a token may stand for, exactly one is sent. */
const kinds = ['account', 'bank_account', 'card', 'cvc_update', 'person', 'pii'] as const;

/** Keys in the order in which Stripe sends them. */
function tokenWith(
  work: Work,
  type: string,
  details?: { card: Stripe.Card } | { bank_account: Stripe.BankAccount },
): StoredToken {
  return {
    id: work.newId('token'),
    object: 'token',
    ...details,
    client_ip: '127.0.0.1',
    created: work.now,
    livemode: false,
    type,
    used: false,
  };
}

function cardToken(work: Work, entered: EnteredCard, holder: Holder): StoredToken {
  return {
    ...tokenWith(work, 'card', { card: newCard(work, entered, holder) }),
    test_card: entered.card.key,
    cvc_sent: entered.cvcSent,
  };
}

/** Stripe answers `tok_visa` with a token like any other. */
export async function mintToken(work: Work, id: string): Promise<StoredToken | undefined> {
  const card = namedTestCard(nameIn(id) ?? '');
  return card && work.insert(cardToken(work, namedCard(card, work.now), {}));
}

export async function createToken({ work, params }: Call<Stripe.TokenCreateParams>): Promise<StoredToken> {
  const sent = kinds.filter((kind) => params[kind] !== undefined);
  const [kind] = sent;
  if (kind === undefined && params.customer !== undefined) return work.insert(await copyOfCard(work, params.customer));
  if (kind === undefined) {
    throw errors.invalid(
      'You must supply either a card, customer, PII data, bank account, or account legal entity to create a token.',
    );
  }
  if (sent.length > 1) throw errors.exclusive(sent);
  return work.insert(await tokenOf(work, params, kind));
}

async function tokenOf(
  work: Work,
  params: Stripe.TokenCreateParams,
  kind: (typeof kinds)[number],
): Promise<StoredToken> {
  const { card, bank_account: account } = params;
  if (typeof card === 'object') return cardToken(work, readCard(card, work.now, 'card'), card);
  if (typeof card === 'string') return copyOfCard(work, params.customer, card);
  if (typeof account === 'object') return tokenWith(work, kind, { bank_account: newBankAccount(work, account) });
  if (typeof account === 'string') {
    const known = await work.find<Stripe.BankAccount>('bank_account', account, 'bank_account');
    const { customer: _customer, ...rest } = known;
    return tokenWith(work, kind, { bank_account: { ...rest, id: work.newId('bank_account') } });
  }
  const token = tokenWith(work, kind);
  const told = params[kind];
  const prefix = prefixes[kind];
  if (prefix === undefined || typeof told !== 'object') return token;
  return { ...token, id: prefix + token.id.slice(token.id.indexOf('_')), told };
}

/** Tokens that hold what the owner of an account told Stripe have ids of their own. */
const prefixes: Readonly<Partial<Record<(typeof kinds)[number], string>>> = { account: 'ct', person: 'cpt' };

/** A platform's customer pays a connected account: https://docs.stripe.com/connect/cloning-saved-payment-methods */
async function copyOfCard(work: Work, customerId: string | undefined, cardId?: string): Promise<StoredToken> {
  if (customerId === undefined) throw errors.parameterMissing('customer');
  const platform = work.on(work.platform);
  const customer = await platform.find<Stripe.Customer>('customer', customerId, 'customer');
  const id = cardId ?? customer.default_source;
  const card = typeof id === 'string' ? await platform.get<Stripe.Card>('card', id) : undefined;
  const method = card && (await platform.get<StoredPaymentMethod>('payment_method', card.id));
  if (card?.customer !== customer.id || method === undefined) throw notLinked(customer.id, String(id), 'card');
  const { customer: _customer, ...rest } = card;
  return {
    ...tokenWith(work, 'card', { card: { ...rest, id: work.newId('card') } }),
    ...(method.test_card !== undefined && { test_card: method.test_card }),
    ...(method.cvc_sent !== undefined && { cvc_sent: method.cvc_sent }),
  };
}
