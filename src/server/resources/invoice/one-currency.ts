import { errors } from '../../kernel/errors.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { isOver, type StoredSubscription } from '../subscription/stored.ts';

interface Billed extends StoredObject {
  readonly currency?: string | null;
  readonly phases?: readonly { readonly currency: string }[];
  readonly invoice?: unknown;
  readonly status?: string | null;
}

const isScheduled = ({ status }: Billed): boolean => status === 'active' || status === 'not_started';

/** What ties a customer to a currency, as long as it lasts. */
const ties: readonly [string, (object: Billed) => boolean][] = [
  ['subscription', (object) => !isOver(object as StoredSubscription)],
  ['subscription_schedule', isScheduled],
  ['quote', ({ status }) => status === 'open'],
  ['invoiceitem', ({ invoice }) => invoice === null],
];

const currencyOf = ({ currency, phases }: Billed): string | null | undefined => currency ?? phases?.[0]?.currency;

/** Recurring billing of a customer is in one currency at a time. */
export async function checkOneCurrency(work: Work, customer: string, currency: string): Promise<void> {
  for (const [type, holds] of ties) {
    const present = await work.list<Billed>(type, { where: { customer } });
    const other = present.find((object) => holds(object) && currencyOf(object) && currencyOf(object) !== currency);
    if (other === undefined) continue;
    throw errors.invalid(
      `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${String(currencyOf(other))}`,
    );
  }
}
