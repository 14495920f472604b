/** Purchases on issued cards: https://docs.stripe.com/issuing/purchases/authorizations */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, StoredObject, Work } from '../../kernel/work.ts';

type Authorization = Stripe.Issuing.Authorization & StoredObject;
type Transaction = Stripe.Issuing.Transaction & StoredObject;
type Card = Stripe.Issuing.Card & StoredObject;

/** The parts of the parameters of the test helpers that are read here. */
interface CreateParams {
  readonly amount?: number;
  readonly authorization_method?: Authorization['authorization_method'];
  readonly card: string;
  readonly currency?: string;
}

interface Purchase {
  readonly card: Card;
  readonly amount: number;
  readonly currency: string;
  readonly authorization_method: Authorization['authorization_method'];
}

const isAsked = ({ pending_request: request }: Authorization): boolean => request !== null;

/** Asks for a decision; as no endpoint answers in time here, the default decision is taken: an active card pays. */
async function authorize(
  work: Work,
  { card, amount, currency, authorization_method }: Purchase,
): Promise<StoredObject> {
  const blank = work.blank<Authorization>('issuing.authorization');
  const asked = await work.insert<Authorization>({
    ...blank,
    amount: 0,
    approved: false,
    authorization_method,
    card,
    cardholder: typeof card.cardholder === 'string' ? card.cardholder : (card.cardholder?.id ?? null),
    currency,
    merchant_amount: amount,
    merchant_currency: currency,
    merchant_data: {
      ...blank.merchant_data,
      category: 'taxicabs_limousines',
      name: 'Rocket Rides',
      network_id: '1234567890',
    },
    status: 'pending',
    pending_request: {
      amount,
      amount_details: null,
      currency,
      is_amount_controllable: false,
      merchant_amount: amount,
      merchant_currency: currency,
      network_risk_score: null,
    },
  });
  const approved = card.status === 'active';
  return work.update<Authorization>(asked, {
    amount: approved ? amount : 0,
    approved,
    pending_request: null,
    status: approved ? 'pending' : 'closed',
  });
}

async function create({ work, params }: Call<CreateParams>): Promise<StoredObject> {
  const card = await work.find<Card>('issuing.card', params.card, 'card');
  return authorize(work, {
    card,
    amount: params.amount ?? 100,
    currency: params.currency ?? card.currency,
    authorization_method: params.authorization_method ?? 'online',
  });
}

interface TestParams {
  readonly authorization_method?: Authorization['authorization_method'];
  readonly held_amount?: number;
  readonly held_currency?: string;
}

/** The path that the Stripe CLI calls. */
async function createOnCard({ work, params, targets }: Call<TestParams>): Promise<StoredObject> {
  const card = targets[0] as Card;
  return authorize(work, {
    card,
    amount: params.held_amount ?? 100,
    currency: params.held_currency ?? card.currency,
    authorization_method: params.authorization_method ?? 'online',
  });
}

async function capture({ work, params, targets }: Call<{ readonly capture_amount?: number }>): Promise<StoredObject> {
  const authorization = targets[0] as Authorization;
  const { id, status, approved, card, cardholder, currency, merchant_data } = authorization;
  if (status !== 'pending' || !approved)
    throw errors.invalid(`This authorization cannot be captured: its status is ${status}.`);
  const amount = params.capture_amount ?? authorization.amount;
  await work.insert<Transaction>({
    ...work.blank<Transaction>('issuing.transaction'),
    amount: -amount,
    authorization: id,
    card: typeof card === 'string' ? card : card.id,
    cardholder,
    currency,
    merchant_amount: -amount,
    merchant_currency: currency,
    merchant_data,
    type: 'capture',
  });
  return work.update<Authorization>(authorization, { amount: 0, status: 'closed' });
}

export const issuingAuthorization = defineResource<Authorization>('issuing.authorization', {
  outline: true,
  events: [
    on.create<Authorization>('issuing_authorization.request', isAsked),
    on.change<Authorization>('issuing_authorization.created', (before, after) => isAsked(before) && !isAsked(after)),
    on.change<Authorization>('issuing_authorization.updated', (before) => !isAsked(before)),
  ].map((rule) => (rule.type === 'issuing_authorization.created' ? { ...rule, previous: false } : rule)),
  operations: {
    'testHelpers.issuing.authorizations.create': create,
    'testHelpers.issuing.authorizations.capture': capture,
    'issuing.cards.createTestAuthorization': createOnCard,
  },
});
