/** Where an account's money is paid out to. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { countryOf } from '../account/countries.ts';
import { newBankAccount } from '../bank-account/bank-account.ts';
import { exampleIn } from '../bank-account/test-numbers.ts';

export type External = Stripe.BankAccount | Stripe.Card;

/** With the work on the partition that holds it. */
interface Destination {
  readonly external: External;
  readonly work: Work;
}

/** The sandbox's own account has a bank account in every currency: nobody could add one without a dashboard. */
async function ownBank(work: Work, currency: string): Promise<Destination> {
  const id = `ba_1${work.account.slice(work.account.indexOf('_') + 1)}0000${currency}`;
  const known = await work.get<Stripe.BankAccount>('bank_account', id);
  if (known !== undefined) return { external: known, work };
  const country = countryOf(currency);
  const entry = { ...exampleIn(country), country, currency };
  const external = await work.insert<Stripe.BankAccount>({
    ...newBankAccount(work, entry),
    id,
    account: null,
    available_payout_methods: ['standard', 'instant'],
    default_for_currency: true,
  });
  return { external, work };
}

async function externalsOf(work: Work): Promise<Destination[]> {
  const found: Destination[] = [];
  for (const type of ['bank_account', 'card']) {
    for (const external of await work.list<External>(type, { where: { account: work.account } })) {
      found.push({ external, work });
    }
  }
  return found;
}

const currencyOf = ({ external }: Destination): string => external.currency ?? 'usd';
const isUsable = ({ external }: Destination): boolean => (external as { status?: string }).status !== 'errored';

/** Where automatic payouts of the currency go; none while the bank refuses them. */
export async function defaultDestination(work: Work, currency: string): Promise<Destination | undefined> {
  if (work.account === work.platform) {
    const own = await ownBank(work, currency);
    return isUsable(own) ? own : undefined;
  }
  const fitting = (await externalsOf(work)).filter((each) => currencyOf(each) === currency && isUsable(each));
  return fitting.find(({ external }) => external.default_for_currency === true) ?? fitting[0];
}

/** The one that the request names, or the default of the currency; throws Stripe's refusals. */
export async function chosenDestination(work: Work, currency: string, id: string | undefined): Promise<Destination> {
  if (id === undefined) {
    const usual = await defaultDestination(work, currency);
    if (usual !== undefined) return usual;
    throw errors.invalid(`Sorry, you don't have any external accounts in that currency (${currency})`);
  }
  const own = work.account === work.platform ? [await ownBank(work, currency)] : await externalsOf(work);
  const named = own.find(({ external }) => external.id === id);
  if (named === undefined) throw errors.missing('external account', id, 'destination', 'parameter');
  if (currencyOf(named) !== currency) {
    throw errors.invalid(`The external account ${id} does not take payouts in ${currency}.`, 'destination');
  }
  if (!isUsable(named)) {
    throw errors.invalid(
      `Payouts to ${id} are paused because an earlier one failed. Update or replace the external account first.`,
      'destination',
      'payouts_not_allowed',
    );
  }
  return named;
}
