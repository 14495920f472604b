/** Volume at which Stripe wants to know more of an account, as its trigger cards simulate it: https://docs.stripe.com/connect/testing#trigger-cards */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { AfterCharge, Threshold } from '../payment-method/card-outcome.ts';
import { personsOf, representativeOf } from './owner.ts';
import { settle } from './settle.ts';
import type { Asked, StoredAccount } from './stored.ts';

const twoWeeks = 14 * 86_400;

const blocked: Readonly<Record<Threshold, Asked['blocks']>> = {
  next_requirements: undefined,
  block_charges: 'charges',
  block_payouts: 'payouts',
};

export const isThreshold = (complaint: AfterCharge): complaint is Threshold => Object.hasOwn(blocked, complaint);

/** What is due eventually; of an account that has told all of it, more of the identity of its representative. */
async function nextFields(work: Work, account: StoredAccount): Promise<string[]> {
  const { currently_due, eventually_due } = account.requirements ?? {};
  const later = (eventually_due ?? []).filter((field) => !currently_due?.includes(field));
  if (later.length > 0) return later;
  const person = representativeOf(await personsOf(work, account.id));
  if (person === undefined) return [];
  const prefix = account.business_type === 'individual' ? 'individual' : person.id;
  const number = account.country === 'US' && person.id_number_provided !== true;
  return [`${prefix}.${number ? 'id_number' : 'verification.document'}`];
}

/** Only charges of the account itself, or on its behalf, count. */
export async function reachThreshold(
  work: Work,
  { on_behalf_of: behalf }: Pick<Stripe.Charge, 'on_behalf_of'>,
  threshold: Threshold,
): Promise<void> {
  const id = typeof behalf === 'string' ? behalf : work.account;
  const account = id === work.platform ? undefined : await work.get<StoredAccount>('account', id);
  if (account === undefined) return;
  const blocks = blocked[threshold];
  const asked = (await nextFields(work, account)).map((field): Asked => {
    return blocks === undefined ? { field, deadline: work.now + twoWeeks } : { field, deadline: null, blocks };
  });
  const fields = new Set(asked.map(({ field }) => field));
  await settle(work, account, {
    patch: { asked: [...account.asked.filter(({ field }) => !fields.has(field)), ...asked] },
  });
}
