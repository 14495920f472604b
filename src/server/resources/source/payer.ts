/** What the payer decides on the page of a bank or a wallet. */
import { next } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { machine } from './machine.ts';
import type { StoredSource } from './stored.ts';

type Redirect = NonNullable<StoredSource['redirect']>;

const decided = ({ redirect }: StoredSource, patch: Partial<Redirect>): Partial<StoredSource> =>
  redirect === undefined ? {} : { redirect: { ...redirect, ...patch } };

const moved =
  (action: string, patch: Partial<Redirect>) =>
  async (work: Work, source: StoredSource): Promise<StoredSource> => {
    next(machine, source, action);
    return work.act<StoredSource>(source, action, decided(source, patch));
  };

export const authorize = moved('authorize', { status: 'succeeded' });
export const fail = moved('fail', { status: 'failed', failure_reason: 'user_abort' });
export const expire = moved('expire', { status: 'failed', failure_reason: 'user_abort' });
export const cancel = moved('cancel', {});
