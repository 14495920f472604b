/** Bank accounts that customers link: https://docs.stripe.com/financial-connections */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { changes, hiddenNote, makes, moves, notes, onField, onNote } from './happening.ts';

type Account = Stripe.FinancialConnections.Account & StoredObject;
type Authorization = Stripe.FinancialConnections.Authorization & StoredObject;
type Session = Stripe.FinancialConnections.Session;

const institution_name = 'Test Institution';
const week = 7 * 86_400;
const day = 86_400;

/** A feature that is refreshed, by the field that tells how far it is. */
type Refresh = 'balance_refresh' | 'ownership_refresh' | 'transaction_refresh';
const refreshes: Readonly<Record<string, Refresh>> = {
  balance: 'balance_refresh',
  ownership: 'ownership_refresh',
  transactions: 'transaction_refresh',
};
const fields = Object.values(refreshes);

const isPending = (account: Account): boolean => fields.some((field) => account[field]?.status === 'pending');

/** A refresh counts once it is over. */
const onRefreshed = (type: string, field: Refresh) =>
  on.change<Account>(
    type,
    (before, after) => before[field]?.status !== after[field]?.status && after[field]?.status !== 'pending',
  );

async function refresh({
  work,
  params,
  targets,
}: Call<Stripe.FinancialConnections.AccountRefreshParams>): Promise<StoredObject> {
  const account = targets[0] as Account;
  const pending = { last_attempted_at: work.now, next_refresh_available_at: null, status: 'pending' };
  const asked = params.features.map((feature) => [
    refreshes[feature] ?? feature,
    feature === 'transactions' ? { id: `fctxnref_${work.token(24)}`, ...pending } : pending,
  ]);
  return work.update(account, Object.fromEntries(asked) as Partial<Account>);
}

const finish = changes<Account>((account, { now }) => {
  const done = fields
    .filter((field) => account[field]?.status === 'pending')
    .map((field) => [field, { ...account[field], next_refresh_available_at: now + day, status: 'succeeded' }]);
  const balance = account.balance_refresh?.status === 'pending' && {
    as_of: now,
    cash: { available: { usd: 100_000 } },
    current: { usd: 100_000 },
    type: 'cash',
  };
  return { ...Object.fromEntries(done), ...(balance && { balance }) } as Partial<Account>;
});

export const linkedAccount = defineResource<Account>('financial_connections.account', {
  outline: true,
  hidden: hiddenNote,
  machine: {
    initial: ['active'],
    rules: [
      { from: 'active', action: 'deactivate', to: 'inactive' },
      { from: 'inactive', action: 'reactivate', to: 'active' },
      { from: ['active', 'inactive'], action: 'disconnect', to: 'disconnected' },
    ],
    guards: { refreshing: isPending },
    timers: [{ in: 'active', when: 'refreshing', after: 2, soon: true, action: 'finish_refresh' }],
  },
  events: [
    on.create('financial_connections.account.created'),
    on.enter('inactive', 'financial_connections.account.deactivated', { previous: true }),
    on.change(
      'financial_connections.account.reactivated',
      (before, after) => before.status === 'inactive' && after.status === 'active',
    ),
    on.enter('disconnected', 'financial_connections.account.disconnected', { previous: true }),
    onRefreshed('financial_connections.account.refreshed_balance', 'balance_refresh'),
    onRefreshed('financial_connections.account.refreshed_ownership', 'ownership_refresh'),
    onRefreshed('financial_connections.account.refreshed_transactions', 'transaction_refresh'),
    onField<Account>('financial_connections.account.account_numbers_updated', 'account_numbers', true),
    onField<Account>(
      'financial_connections.account.supported_payment_method_types_updated',
      'supported_payment_method_types',
      true,
    ),
    onField<Account>('financial_connections.account.expected_deactivation_date_updated', 'status_details', true),
    onNote('financial_connections.account.upcoming_deactivation', 'deactivation'),
    onNote('financial_connections.account.upcoming_account_number_expiry', 'expiry'),
  ],
  operations: { 'financialConnections.accounts.refresh': refresh },
  arisesFrom: {
    'financial_connections.session': {
      link: makes<Session, Account>('financial_connections.account', ({ id, account_holder, permissions }) => ({
        account_holder,
        permissions,
        category: 'cash',
        subcategory: 'checking',
        display_name: 'Test Checking',
        institution_name,
        last4: '6789',
        supported_payment_method_types: ['us_bank_account'],
        ...{ _parent: id },
      })),
    },
  },
  outside: {
    finish_refresh: finish,
    deactivate: moves('deactivate'),
    reactivate: moves('reactivate'),
    renew_account_numbers: changes<Account>((_, { now }) => ({
      account_numbers: [
        {
          expected_expiry_date: now + 365 * day,
          identifier_type: 'tokenized_account_number',
          status: 'transactable',
          supported_networks: ['ach'],
        },
      ],
    })),
    change_supported_types: changes<Account>(({ supported_payment_method_types: types }) => ({
      supported_payment_method_types: types.includes('link') ? ['us_bank_account'] : ['link', 'us_bank_account'],
    })),
    announce_deactivation: changes<Account>((_, { now }) => ({
      status_details: {
        active: { action: 'relink_required', cause: 'access_expired', expected_deactivation_date: now + 4 * week },
      },
    })),
    remind_of_deactivation: notes('deactivation'),
    remind_of_expiry: notes('expiry'),
  },
});

export const bankAuthorization = defineResource<Authorization>('financial_connections.authorization', {
  outline: true,
  hidden: hiddenNote,
  machine: {
    initial: ['active'],
    rules: [{ from: 'active', action: 'deactivate', to: 'inactive' }],
  },
  events: [
    onField<Authorization>(
      'financial_connections.authorization.expected_deactivation_date_updated',
      'status_details',
      true,
    ),
    onNote('financial_connections.authorization.upcoming_deactivation', 'deactivation'),
  ],
  arisesFrom: {
    'financial_connections.session': {
      authorize: makes<Session, Authorization>('financial_connections.authorization', () => ({
        institution_name,
        status_details: {},
      })),
    },
  },
  outside: {
    deactivate: moves<Authorization>('deactivate', () => ({
      status_details: { inactive: { action: 'relink_required' } },
    })),
    announce_deactivation: changes<Authorization>((_, { now }) => ({
      status_details: { active: { action: 'relink_required', expected_deactivation_date: now + 4 * week } },
    })),
    remind_of_deactivation: notes('deactivation'),
  },
});
