/** Connected accounts and the platform's own: https://docs.stripe.com/api/accounts */
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { createAccount } from './create.ts';
import { deleteAccount, rejectAccount, unrejectAccount } from './end.ts';
import { externalOperations } from './external-operations.ts';
import { machine } from './machine.ts';
import { accountInvalid } from './named.ts';
import { outside } from './outside.ts';
import { seen } from './permission.ts';
import { mintPlatform } from './platform.ts';
import { listAccounts, retrieveAccount, retrieveCurrent } from './read.ts';
import { seeded } from './seeded.ts';
import { hiddenFields, type StoredAccount } from './stored.ts';
import { updateAccount } from './update.ts';

/** Being sent to Stripe changes what is seen of the account, not the account. */
const isChanged = (before: StoredAccount, after: StoredAccount): boolean =>
  before.requirements !== after.requirements || before.settings !== after.settings;

export const account = defineResource<StoredAccount>('account', {
  isAccount: true,
  machine,
  events: [on.change('account.updated', isChanged)],
  hidden: hiddenFields,
  seeded,
  derive: seen,
  mint: mintPlatform,
  missing: accountInvalid,
  outside,
  operations: {
    'accounts.create': createAccount,
    'accounts.retrieve': retrieveAccount,
    'accounts.retrieveCurrent': retrieveCurrent,
    'accounts.list': listAccounts,
    'accounts.update': updateAccount,
    'accounts.del': deleteAccount,
    'accounts.reject': rejectAccount,
    'accounts.unreject': unrejectAccount,
    ...externalOperations,
  },
});
