/** Bank accounts and debit cards that an account is paid out to: https://docs.stripe.com/api/external_accounts */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { newBankAccount } from '../bank-account/bank-account.ts';
import { namedBankAccounts, takesInstantPayouts } from '../bank-account/test-numbers.ts';
import { newCard } from '../card/card.ts';
import { type EnteredCard, readCard } from '../payment-method/card-entry.ts';
import { spendCardToken, spendToken } from '../token/spend.ts';
import { nothingDueNow } from './defaults.ts';
import { externalAccountsOf } from './external-accounts.ts';
import type { StoredAccount } from './stored.ts';

type Bank = Stripe.BankAccount;
type External = Stripe.ExternalAccount;

interface NewExternal {
  readonly external_account: string | object;
  readonly default_for_currency?: boolean | undefined;
  readonly metadata?: Stripe.Emptyable<Stripe.MetadataParam> | undefined;
}

interface SentHash {
  readonly object?: string;
  readonly account_holder_name?: string;
  readonly account_holder_type?: string;
  readonly account_number?: string;
  readonly account_type?: string;
  readonly country?: string;
  readonly currency?: string;
  readonly routing_number?: string;
  readonly number?: string;
  readonly exp_month?: number | string;
  readonly exp_year?: number | string;
  readonly cvc?: string;
  readonly name?: string;
}

function bankOf(work: Work, account: StoredAccount, bank: Bank): Bank {
  return {
    ...bank,
    account: account.id,
    available_payout_methods: takesInstantPayouts(work, bank) ? ['standard', 'instant'] : ['standard'],
    future_requirements: nothingDueNow,
    requirements: nothingDueNow,
  } as Bank;
}

function cardOf(work: Work, account: StoredAccount, entered: EnteredCard, known?: Stripe.Card): Stripe.Card {
  const card = known ?? newCard(work.on(account.id), entered, {});
  if (card.funding !== 'debit')
    throw errors.invalid(
      'Only debit cards can be added as external accounts.',
      'external_account',
      'invalid_card_type',
    );
  return {
    ...card,
    account: account.id,
    available_payout_methods: ['standard', 'instant'],
    currency: account.default_currency ?? 'usd',
    default_for_currency: false,
  } as Stripe.Card;
}

async function read(work: Work, account: StoredAccount, sent: string | object): Promise<External> {
  const own = work.on(account.id);
  if (typeof sent === 'object') {
    const hash = sent as SentHash;
    if (hash.object === 'card' || hash.number !== undefined)
      return cardOf(work, account, readCard(hash, work.now, 'external_account'));
    const country = hash.country ?? account.country ?? '';
    return bankOf(work, account, newBankAccount(own, { ...hash, country }));
  }
  const named = Object.hasOwn(namedBankAccounts, sent) ? namedBankAccounts[sent] : undefined;
  if (named !== undefined) {
    const bank = newBankAccount(own, named);
    return bankOf(work, account, named.verified ? { ...bank, status: 'verified' } : bank);
  }
  const token = await work.get<Stripe.Token>('token', sent);
  if (token?.bank_account !== undefined) {
    await spendToken(work, sent, 'external_account');
    return bankOf(work, account, token.bank_account);
  }
  const { entered, card } = await spendCardToken(work, sent, 'external_account');
  return cardOf(work, account, entered, card);
}

/** Adds what a request names or sends. The first of its currency is paid out to. */
export async function addExternal(work: Work, account: StoredAccount, sent: NewExternal): Promise<External> {
  const own = work.on(account.id);
  const added = await read(work, account, sent.external_account);
  const others = (await externalAccountsOf(work, account.id)).filter(({ currency }) => currency === added.currency);
  const byDefault = others.length === 0 || sent.default_for_currency === true;
  if (byDefault) await unsetDefault(work, others);
  return own.insert<External>({
    ...added,
    default_for_currency: byDefault,
    metadata: mergeMetadata({}, sent.metadata),
  });
}

/** Only one external account of a currency is the one that is paid out to. */
export async function unsetDefault(work: Work, all: readonly External[]): Promise<void> {
  for (const external of all) {
    if (external.default_for_currency && typeof external.account === 'string')
      await work.on(external.account).update<External>(external, { default_for_currency: false });
  }
}

/** In an update of the account: takes the place of the default one of its currency; '' takes all away. */
export async function replaceExternal(work: Work, account: StoredAccount, sent: string | object | null): Promise<void> {
  const own = work.on(account.id);
  const before = await externalAccountsOf(work, account.id);
  if (sent === '' || sent === null) {
    for (const external of before) await own.remove(external);
    return;
  }
  const added = await addExternal(work, account, { external_account: sent, default_for_currency: true });
  const replaced = before.find(
    ({ currency, default_for_currency }) => default_for_currency && currency === added.currency,
  );
  if (replaced !== undefined) await own.remove(replaced);
}
