import type { EventRule } from '../../kernel/events.ts';

interface Owned {
  readonly customer?: unknown;
  readonly account?: unknown;
}

const ofCustomer = (source: Owned | undefined): boolean => typeof source?.customer === 'string';
const ofAccount = (source: Owned | undefined): boolean => typeof source?.account === 'string';

/** Cards and bank accounts belong to customers, or to accounts that are paid out to them. */
export function sourceEvents<T extends Owned>(): readonly EventRule<T>[] {
  return [...eventsOf<T>('customer.source', ofCustomer), ...eventsOf<T>('account.external_account', ofAccount)];
}

function eventsOf<T extends Owned>(family: string, owned: (source: T | undefined) => boolean): EventRule<T>[] {
  return [
    { type: `${family}.created`, previous: false, when: (before, after) => owned(after) && !owned(before) },
    { type: `${family}.updated`, previous: true, when: (before, after) => owned(before) && owned(after) },
    { type: `${family}.deleted`, previous: false, when: (before, after) => owned(before) && after === undefined },
  ];
}
