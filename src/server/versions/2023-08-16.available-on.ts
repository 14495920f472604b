import { errors } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

/** https://docs.stripe.com/changelog/2023-08-16: the list itself reads the older parameter. */
export const availableOn: VersionChange = {
  version: '2023-08-16',
  description: 'Balance transactions are listed without `available_on`.',
  operations: new Set(['balanceTransactions.list']),
  takes: { 'balanceTransactions.list': ['available_on'] },
  upgrade: (params) => params,
  refuse({ available_on: sent }: Params): void {
    if (sent !== undefined) throw errors.parameterUnknown(['available_on']);
  },
};
