/** Legacy sources of a customer: https://docs.stripe.com/api/sources */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { type BankAccountEntry, newBankAccount } from '../bank-account/bank-account.ts';
import { namedBankAccounts } from '../bank-account/test-numbers.ts';
import { validationError } from '../payment-method/attach.ts';
import type { CardEntry, EnteredCard } from '../payment-method/card-entry.ts';
import { readCard } from '../payment-method/card-entry.ts';
import { settledChecks } from '../payment-method/checks.ts';
import { cardMethod } from '../payment-method/from.ts';
import { outcomeOf } from '../payment-method/outcome.ts';
import { attachSource } from '../source/attach.ts';
import { spendCardToken, spendToken } from '../token/spend.ts';
import { becomeDefault, type Owner } from './become-default.ts';
import { billingOf, type Holder, newCard, sharedFields } from './card.ts';

/** A card or a bank account, as its `object` says. */
type SentHash = { readonly object?: string | undefined } & CardEntry & Holder & BankAccountEntry;

export interface NewSource {
  readonly source?: string | SentHash | undefined;
  readonly card?: string | (CardEntry & Holder) | undefined;
  readonly bank_account?: string | BankAccountEntry | undefined;
  readonly metadata?: Stripe.Emptyable<Stripe.MetadataParam> | undefined;
}

async function addCard(
  work: Work,
  owner: Owner,
  entered: EnteredCard,
  unowned: Stripe.Card,
  metadata: NewSource['metadata'],
): Promise<Stripe.Card> {
  const method = cardMethod(work, entered, { billing_details: billingOf(unowned) }, unowned.id);
  const { attach } = outcomeOf(method);
  if (attach !== undefined) throw validationError(attach);
  await becomeDefault(work, owner, unowned.id);
  const checked = {
    ...method,
    customer: owner.id,
    ...(method.card && { card: { ...method.card, checks: settledChecks(method) ?? method.card.checks } }),
  };
  await work.insert(checked);
  return work.insert({
    ...unowned,
    ...sharedFields(checked),
    customer: owner.id,
    metadata: mergeMetadata({}, metadata),
  });
}

async function addBankAccount(work: Work, owner: Owner, account: Stripe.BankAccount): Promise<Stripe.BankAccount> {
  await becomeDefault(work, owner, account.id);
  return work.insert({ ...account, customer: owner.id });
}

/** Adds what a request names or sends to the sources of a customer. */
export async function addSource(work: Work, owner: Owner, sent: NewSource): Promise<StoredObject> {
  const { card, bank_account, metadata, source } = sent;
  if (typeof source === 'object') {
    const kind = source.object === 'bank_account' ? 'bank_account' : 'card';
    return addSource(work, owner, { [kind]: source, metadata });
  }
  if (typeof card === 'object') {
    const entered = readCard(card, work.now, 'card');
    return addCard(work, owner, entered, newCard(work, entered, card), metadata);
  }
  if (typeof bank_account === 'object') {
    const account = newBankAccount(work, bank_account);
    return addBankAccount(work, owner, { ...account, metadata: mergeMetadata({}, metadata) });
  }
  const id = source ?? card ?? bank_account;
  if (id === undefined) throw errors.parameterMissing('source');
  return addNamed(work, owner, id, metadata);
}

async function addNamed(work: Work, owner: Owner, id: string, metadata: NewSource['metadata']): Promise<StoredObject> {
  if (id.startsWith('src_')) return attachSource(work, owner, id);
  const named = Object.hasOwn(namedBankAccounts, id) ? namedBankAccounts[id] : undefined;
  if (named !== undefined) {
    const status = named.verified ? 'verified' : 'new';
    const account = newBankAccount(work, named);
    return addBankAccount(work, owner, { ...account, status, metadata: mergeMetadata({}, metadata) });
  }
  const token = await work.get<Stripe.Token>('token', id);
  if (token?.bank_account !== undefined) {
    await spendToken(work, id, 'source');
    return addBankAccount(work, owner, { ...token.bank_account, metadata: mergeMetadata({}, metadata) });
  }
  const { entered, card } = await spendCardToken(work, id, 'source');
  return addCard(work, owner, entered, card ?? newCard(work, entered, {}), metadata);
}
