/** `/v1/accounts/:id/external_accounts`, and the older `/bank_accounts`. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import { pageQuery } from '../../kernel/page.ts';
import type { Handler } from '../../kernel/resource.ts';
import type { Call, Deleted, ListResult, StoredObject } from '../../kernel/work.ts';
import { checkExpiry } from '../payment-method/card-entry.ts';
import { addExternal, unsetDefault } from './add-external.ts';
import { externalAccountsOf, externalTypes } from './external-accounts.ts';
import { namedAccount } from './named.ts';
import { checkControlled, checkOpen } from './permission.ts';
import { settle } from './settle.ts';

type External = Stripe.ExternalAccount;

const externalOf = ({ targets }: Call<object>): External => targets[1] as External;

async function create(call: Call<Stripe.AccountCreateExternalAccountParams>): Promise<StoredObject> {
  const { work, params } = call;
  const account = namedAccount(call);
  checkOpen(account);
  // The older path names the same parameter after its kind.
  const older = (params as { bank_account?: string | object }).bank_account;
  const external_account = params.external_account ?? older;
  if (external_account === undefined) throw errors.parameterMissing('external_account');
  const added = await addExternal(work, account, { ...params, external_account });
  await settle(work, account, { sent: ['external_account'] });
  return added;
}

const retrieve: Handler = async (call) => {
  checkControlled(namedAccount(call));
  return externalOf(call);
};

const listOf =
  (types: readonly string[], path: string): Handler =>
  async (call: Call<Stripe.AccountListExternalAccountsParams>): Promise<ListResult> => {
    const { work, params } = call;
    const account = namedAccount(call);
    checkControlled(account);
    const { id } = account;
    const wanted = params.object === undefined ? types : types.filter((type) => type === params.object);
    const query = { ...pageQuery(params), where: { account: id } };
    return work.on(id).page(wanted.length === 0 ? types : wanted, query, `/v1/accounts/${id}/${path}`);
  };

/** What only the one or the other has. */
const fieldsOf: Readonly<Record<External['object'], readonly string[]>> = {
  bank_account: ['account_holder_name', 'account_holder_type', 'account_type', 'documents'],
  card: [
    'address_city',
    'address_country',
    'address_line1',
    'address_line2',
    'address_state',
    'address_zip',
    'exp_month',
    'exp_year',
    'name',
  ],
};

function checkFields({ object }: External, sent: object): void {
  const foreign = fieldsOf[object === 'card' ? 'bank_account' : 'card'];
  const unknown = Object.keys(sent).filter((field) => foreign.includes(field));
  if (unknown.length > 0) throw errors.parameterUnknown(unknown);
}

async function update(call: Call<Stripe.AccountUpdateExternalAccountParams>): Promise<StoredObject> {
  const { work, params } = call;
  const account = namedAccount(call);
  checkOpen(account);
  const own = work.on(account.id);
  const external = externalOf(call);
  checkFields(external, params);
  const { metadata, exp_month, exp_year, default_for_currency, documents: _documents, ...sent } = params;
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(sent))
    if (field in external) changed[field] = value === '' ? null : value;
  if (external.object === 'card' && (exp_month ?? exp_year) !== undefined)
    Object.assign(changed, checkExpiry(exp_month ?? external.exp_month, exp_year ?? external.exp_year, work.now));
  if (metadata !== undefined) changed.metadata = mergeMetadata(external.metadata ?? {}, metadata);
  if (default_for_currency === true && !external.default_for_currency) {
    const all = await externalAccountsOf(work, account.id);
    await unsetDefault(
      work,
      all.filter(({ currency }) => currency === external.currency),
    );
    changed.default_for_currency = true;
  }
  // An update, even an empty one, takes an account that failed a payout into use again.
  const failed = external.object === 'bank_account' && external.status === 'errored';
  const updated = failed
    ? await own.act<External>(external, 'enable', changed)
    : await own.update<External>(external, changed);
  await settle(work, account, { sent: ['external_account'] });
  return updated;
}

async function remove(call: Call<object>): Promise<Deleted> {
  const { work } = call;
  const account = namedAccount(call);
  checkOpen(account);
  const { id, object, currency, default_for_currency } = externalOf(call);
  const others = (await externalAccountsOf(work, account.id)).filter(
    (other) => other.id !== id && other.currency === currency,
  );
  if (default_for_currency && others.length > 0)
    throw errors.invalid(
      `You cannot delete the default external account for your default currency (${currency}). Please make another external account the default using the \`default_for_currency\` param, and then delete this one.`,
    );
  await work.on(account.id).remove(externalOf(call));
  await settle(work, account);
  return { id, object, deleted: true, currency } as Deleted;
}

export const externalOperations: Readonly<Record<string, Handler>> = {
  'accounts.createExternalAccount': create,
  'accounts.createBankAccount': create,
  'accounts.retrieveExternalAccount': retrieve,
  'accounts.retrieveBankAccount': retrieve,
  'accounts.listExternalAccounts': listOf(externalTypes, 'external_accounts'),
  'accounts.listBankAccounts': listOf(['bank_account'], 'bank_accounts'),
  'accounts.updateExternalAccount': update,
  'accounts.updateBankAccount': update,
  'accounts.deleteExternalAccount': remove,
  'accounts.deleteBankAccount': remove,
};
