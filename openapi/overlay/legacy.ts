import type { Schema, Verb } from '../schema.ts';

/** An operation that users or the Stripe CLI call and the SDK lacks: the same as another one under another path. */
export type Legacy = {
  verb: Verb;
  path: string;
  id: string;
  /** Operation whose parameters and answer it shares. */
  like: string;
  /** Component of the answer, or of the items of its list, where it is another. */
  answers?: string;
  /** Parameters of the other one that the path itself gives. */
  without?: string[];
  /** Its whole body, where that is another. */
  body?: Record<string, Schema>;
  /** Content type of the answer, where it is a file. */
  binary?: string;
};

/** An operation that older versions have and the newest lacks; `openapi/versions` says what it takes. */
export type Outdated = {
  verb: Verb;
  path: string;
  id: string;
  /** The newest of the described versions that has it. */
  until: string;
  /** Component of the answer, or of the items of its list. */
  answers: string;
  list?: true;
};

const nested = (
  parent: string,
  word: string,
  id: string,
  names: { [method in 'list' | 'create' | 'retrieve' | 'update' | 'del']?: [id: string, like: string] },
): Legacy[] => {
  const verbs = { list: 'get', create: 'post', retrieve: 'get', update: 'post', del: 'delete' } as const;
  return (['list', 'create', 'retrieve', 'update', 'del'] as const).flatMap((method) => {
    const [operation, like] = names[method] ?? [];
    if (operation === undefined || like === undefined) return [];
    const path = `${parent}/${word}${method === 'list' || method === 'create' ? '' : `/{${id}}`}`;
    return [{ verb: verbs[method], path, id: operation, like }];
  });
};

/** The old paths of one kind of payment source: `cards` and `bank_accounts` beside `sources`. */
const ofOneKind = (rows: Legacy[], object: 'bank_account' | 'card'): Legacy[] =>
  rows.map((each) => ({ ...each, answers: each.verb === 'delete' ? `deleted_${object}` : object }));

const customerSources = (word: string, noun: string): Legacy[] =>
  nested('/v1/customers/{customer}', word, 'id', {
    list: [`customers.list${noun}s`, 'customers.listSources'],
    create: [`customers.create${noun}`, 'customers.createSource'],
    retrieve: [`customers.retrieve${noun}`, 'customers.retrieveSource'],
    update: [`customers.update${noun}`, 'customers.updateSource'],
    del: [`customers.delete${noun}`, 'customers.deleteSource'],
  });

const ONE_DISPUTE = { path: '/v1/charges/{charge}/dispute' } as const;
const SUBSCRIPTION = '/v1/customers/{customer}/subscriptions/{subscription_exposed_id}';

export const LEGACY: Legacy[] = [
  { verb: 'get', ...ONE_DISPUTE, id: 'charges.retrieveDispute', like: 'disputes.retrieve' },
  { verb: 'post', ...ONE_DISPUTE, id: 'charges.updateDispute', like: 'disputes.update' },
  { verb: 'post', path: '/v1/charges/{charge}/dispute/close', id: 'charges.closeDispute', like: 'disputes.close' },
  {
    verb: 'post',
    path: '/v1/charges/{charge}/refund',
    id: 'charges.refund',
    like: 'refunds.create',
    answers: 'charge',
    without: ['charge'],
  },
  ...nested('/v1/charges/{charge}', 'refunds', 'refund', {
    list: ['charges.listRefunds', 'refunds.list'],
    create: ['charges.createRefund', 'refunds.create'],
    retrieve: ['charges.retrieveRefund', 'refunds.retrieve'],
    update: ['charges.updateRefund', 'refunds.update'],
  }).map((each) => ({ ...each, without: ['charge'] })),
  ...nested('/v1/customers/{customer}', 'subscriptions', 'subscription_exposed_id', {
    list: ['customers.listSubscriptions', 'subscriptions.list'],
    create: ['customers.createSubscription', 'subscriptions.create'],
    retrieve: ['customers.retrieveSubscription', 'subscriptions.retrieve'],
    update: ['customers.updateSubscription', 'subscriptions.update'],
    del: ['customers.cancelSubscription', 'subscriptions.cancel'],
  }).map((each) => ({ ...each, without: ['customer'] })),
  {
    verb: 'delete',
    path: `${SUBSCRIPTION}/discount`,
    id: 'customers.deleteSubscriptionDiscount',
    like: 'subscriptions.deleteDiscount',
  },
  ...ofOneKind(customerSources('bank_accounts', 'BankAccount'), 'bank_account'),
  {
    verb: 'post',
    path: '/v1/customers/{customer}/bank_accounts/{id}/verify',
    id: 'customers.verifyBankAccount',
    like: 'customers.verifySource',
  },
  ...ofOneKind(customerSources('cards', 'Card'), 'card'),
  ...nested('/v1/accounts/{account}', 'people', 'person', {
    list: ['accounts.listPeople', 'accounts.listPersons'],
    create: ['accounts.createPeople', 'accounts.createPerson'],
    retrieve: ['accounts.retrievePeople', 'accounts.retrievePerson'],
    update: ['accounts.updatePeople', 'accounts.updatePerson'],
    del: ['accounts.deletePeople', 'accounts.deletePerson'],
  }),
  ...ofOneKind(
    nested('/v1/accounts/{account}', 'bank_accounts', 'id', {
      list: ['accounts.listBankAccounts', 'accounts.listExternalAccounts'],
      create: ['accounts.createBankAccount', 'accounts.createExternalAccount'],
      retrieve: ['accounts.retrieveBankAccount', 'accounts.retrieveExternalAccount'],
      update: ['accounts.updateBankAccount', 'accounts.updateExternalAccount'],
      del: ['accounts.deleteBankAccount', 'accounts.deleteExternalAccount'],
    }),
    'bank_account',
  ),
  {
    verb: 'get',
    path: '/v1/files/{file}/contents',
    id: 'files.contents',
    like: 'files.retrieve',
    binary: 'application/octet-stream',
  },
  {
    verb: 'post',
    path: '/v1/events/{event}/retry',
    id: 'events.retry',
    like: 'events.retrieve',
    body: { account: { type: 'string' }, for_stripecli: { type: 'boolean' }, webhook_endpoint: { type: 'string' } },
  },
  {
    verb: 'post',
    path: '/v1/issuing/cards/{card}/test/authorizations',
    id: 'issuing.cards.createTestAuthorization',
    like: 'testHelpers.issuing.authorizations.create',
    answers: 'issuing.authorization',
    body: {
      authorization_method: { type: 'string' },
      held_amount: { type: 'integer' },
      held_currency: { type: 'string' },
    },
  },
  {
    verb: 'get',
    path: '/v1/payment_pages/{session}',
    id: 'paymentPages.retrieve',
    like: 'checkout.sessions.retrieve',
  },
  {
    verb: 'post',
    path: '/v1/payment_pages/{session}/confirm',
    id: 'paymentPages.confirm',
    like: 'checkout.sessions.retrieve',
    body: { expected_amount: { type: 'integer' }, payment_method: { type: 'string' } },
  },
  // What Stripe.js calls for `createConfirmationToken`.
  {
    verb: 'post',
    path: '/v1/confirmation_tokens',
    id: 'confirmationTokens.create',
    like: 'testHelpers.confirmationTokens.create',
  },
  { verb: 'get', path: '/v1/balance/history', id: 'balance.listHistory', like: 'balanceTransactions.list' },
  {
    verb: 'get',
    path: '/v1/balance/history/{id}',
    id: 'balance.retrieveHistory',
    like: 'balanceTransactions.retrieve',
  },
];

const ITEM = '/v1/subscription_items/{subscription_item}';

export const OUTDATED: Outdated[] = [
  { verb: 'get', path: '/v1/invoices/upcoming', id: 'invoices.retrieveUpcoming', answers: 'invoice' },
  {
    verb: 'get',
    path: '/v1/invoices/upcoming/lines',
    id: 'invoices.listUpcomingLines',
    answers: 'line_item',
    list: true,
  },
  { verb: 'post', path: `${ITEM}/usage_records`, id: 'subscriptionItems.createUsageRecord', answers: 'usage_record' },
  {
    verb: 'get',
    path: `${ITEM}/usage_record_summaries`,
    id: 'subscriptionItems.listUsageRecordSummaries',
    answers: 'usage_record_summary',
    list: true,
  },
].map((each) => ({ until: '2025-02-24.acacia', ...each }) as Outdated);
