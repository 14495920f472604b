/** Using a token up. */
import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { billingOf } from '../card/card.ts';
import type { SentBillingDetails } from '../payment-method/billing-details.ts';
import { type EnteredCard, namedCard } from '../payment-method/card-entry.ts';
import type { Hidden } from '../payment-method/stored.ts';
import { namedTestCard, strangePart, testCard } from '../payment-method/test-cards.ts';

export type StoredToken = Stripe.Token &
  Hidden & {
    /** What the owner of an account said: parameters of an account or a person. */
    readonly told?: object;
  };

export interface SpentToken {
  readonly entered: EnteredCard;
  /** Undefined for tokens such as `tok_visa`. */
  readonly card: Stripe.Card | undefined;
  readonly billing_details: SentBillingDetails | undefined;
}

const namePrefix = 'tok_';

export function nameIn(id: string): string | undefined {
  return id.startsWith(namePrefix) ? id.slice(namePrefix.length) : undefined;
}

/** Stripe reads an unknown name of several parts part by part. */
export function unknownToken(id: string, param: string, status: 400 | 404 = 400): StripeError {
  const name = nameIn(id);
  const strange = name?.includes('_') ? strangePart(name) : undefined;
  if (strange !== undefined)
    return errors.invalid(`There is a part of the token that is not valid: '${strange}'.`, param);
  return errors.missing('token', id, param, status === 404 ? 'path' : 'parameter');
}

/** The token, marked as used; refuses one that already is. */
export async function spendToken(work: Work, id: string, param: string): Promise<StoredToken> {
  const token = await work.get<StoredToken & StoredObject>('token', id);
  if (token === undefined) throw unknownToken(id, param);
  if (token.used) {
    throw errors.invalid(`You cannot use a Stripe token more than once: ${id}.`, undefined, 'token_already_used');
  }
  return work.update(token, { used: true });
}

function enteredCard({ card, test_card, cvc_sent }: StoredToken): EnteredCard | undefined {
  const known = test_card === undefined ? undefined : testCard(test_card);
  if (card === undefined || known === undefined) return undefined;
  const { exp_month, exp_year } = card;
  return { card: known, exp_month, exp_year, cvcSent: cvc_sent === true, byName: false };
}

/** The card behind `tok_visa`, which can be used again and again, or behind a token of its own, which cannot. */
export async function spendCardToken(work: Work, id: string, param: string): Promise<SpentToken> {
  const named = namedTestCard(nameIn(id) ?? '');
  if (named !== undefined) return { entered: namedCard(named, work.now), card: undefined, billing_details: undefined };
  const token = await spendToken(work, id, param);
  const entered = enteredCard(token);
  if (entered === undefined)
    throw errors.invalid(`The token ${id} is of type ${token.type}; one of type card is needed.`, param);
  return { entered, card: token.card, billing_details: token.card && billingOf(token.card) };
}

/** What the owner of an account said with a token of this type; refuses any other token. */
export async function spendTold<T extends object>(work: Work, id: string, type: 'account' | 'person'): Promise<T> {
  const param = `${type}_token`;
  const token = await work.get<StoredToken & StoredObject>('token', id);
  if (token !== undefined && token.type !== type) {
    throw errors.invalid(`The token ${id} is of type ${token.type}; one of type ${type} is needed.`, param);
  }
  const { told = {} } = await spendToken(work, id, param);
  return told as T;
}
