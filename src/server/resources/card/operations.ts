/** Operations on the sources of a customer, under each of their names: sources, cards, bank accounts. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import { pageQuery } from '../../kernel/page.ts';
import type { Handler } from '../../kernel/resource.ts';
import type { Call, Deleted, ListResult, StoredObject } from '../../kernel/work.ts';
import { checkExpiry } from '../payment-method/card-entry.ts';
import { addSource, type NewSource } from './add.ts';
import { followCard } from './follow.ts';
import { missingSource } from './missing.ts';
import { sourceTypes } from './newest.ts';
import { removeSource } from './remove.ts';

type Source = Stripe.Card | Stripe.BankAccount | Stripe.Source;

/** Both targets; refuses a source of somebody else. */
function named({ targets, ids }: Call<object>): { customer: Stripe.Customer; source: Source } {
  const customer = targets[0] as Stripe.Customer;
  const source = targets[1] as Source;
  if (source.customer !== customer.id) throw missingSource(ids.id ?? source.id);
  return { customer, source };
}

async function create({ work, params, targets }: Call<NewSource>): Promise<StoredObject> {
  return addSource(work, targets[0] as Stripe.Customer, params);
}

/** The old path of one kind takes nothing else. */
const createOnly =
  (kind: 'bank_account' | 'card') =>
  async (call: Call<NewSource>): Promise<StoredObject> => {
    const source = await create(call);
    if (source.object === kind) return source;
    throw errors.invalid(
      `${source.id} is not a ${kind.replace('_', ' ')}: add it to the customer's sources.`,
      'source',
    );
  };

const retrieve: Handler = async (call) => named(call).source;

const listOf =
  (types: readonly string[], path: string) =>
  async ({ work, params, targets }: Call<Stripe.CustomerListSourcesParams>): Promise<ListResult> => {
    const [customer] = targets;
    const wanted = params.object === undefined ? types : types.filter((type) => type === params.object);
    const query = { ...pageQuery(params), where: { customer: customer?.id } };
    return work.page(wanted.length === 0 ? types : wanted, query, `/v1/customers/${customer?.id}/${path}`);
  };

async function update(call: Call<Stripe.CustomerUpdateSourceParams>): Promise<StoredObject> {
  const { work, params } = call;
  const { source } = named(call);
  const { metadata, exp_month, exp_year, ...sent } = params;
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(sent)) if (field in source) changed[field] = value;
  if (source.object === 'card' && (exp_month ?? exp_year) !== undefined)
    Object.assign(changed, checkExpiry(exp_month ?? source.exp_month, exp_year ?? source.exp_year, work.now));
  if (metadata !== undefined) changed.metadata = mergeMetadata(source.metadata ?? {}, metadata);
  const updated = await work.update<Source>(source, changed);
  if (updated.object === 'card') await followCard(work, updated);
  return updated;
}

/** A Source is only detached, and answers as it is from then on; cards and bank accounts leave a stub. */
async function remove(call: Call<object>): Promise<Deleted | StoredObject> {
  const { source } = named(call);
  await removeSource(call.work, source.id);
  if (source.object === 'source') return call.work.find<Stripe.Source>('source', source.id, 'id');
  return { id: source.id, object: source.object, deleted: true };
}

/** Stripe's test micro-deposits: https://docs.stripe.com/ach-deprecated#manually-collecting-and-verifying-bank-accounts */
const deposits = [32, 45];

async function verify(call: Call<Stripe.CustomerVerifySourceParams>): Promise<StoredObject> {
  const { work, params } = call;
  const { source } = named(call);
  if (source.object !== 'bank_account')
    throw errors.invalid('Only bank accounts are verified with amounts.', 'amounts');
  if (source.status === 'verified') throw errors.invalid('This bank account has already been verified.');
  const { amounts } = params;
  if (amounts === undefined) throw errors.parameterMissing('amounts');
  if (amounts.length !== 2 || !deposits.every((deposit) => amounts.includes(deposit))) {
    throw errors.card({
      code: 'bank_account_verification_failed',
      message: 'The amounts provided do not match the amounts that were sent to the bank account.',
    });
  }
  return work.act(source, 'verify');
}

export const operations: Readonly<Record<string, Handler>> = {
  'customers.createSource': create,
  'customers.createCard': createOnly('card'),
  'customers.createBankAccount': createOnly('bank_account'),
  'customers.retrieveSource': retrieve,
  'customers.retrieveCard': retrieve,
  'customers.retrieveBankAccount': retrieve,
  'customers.listSources': listOf(sourceTypes, 'sources'),
  'customers.listCards': listOf(['card'], 'cards'),
  'customers.listBankAccounts': listOf(['bank_account'], 'bank_accounts'),
  'customers.updateSource': update,
  'customers.updateCard': update,
  'customers.updateBankAccount': update,
  'customers.deleteSource': remove,
  'customers.deleteCard': remove,
  'customers.deleteBankAccount': remove,
  'customers.verifySource': verify,
  'customers.verifyBankAccount': verify,
};
