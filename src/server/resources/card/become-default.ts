import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

export interface Owner {
  readonly id: string;
  readonly default_source: unknown;
}

/** A customer's first source becomes the default one. */
export async function becomeDefault(work: Work, owner: Owner, id: string): Promise<void> {
  if (owner.default_source !== null) return;
  const customer = await work.get<Stripe.Customer>('customer', owner.id);
  if (customer !== undefined) await work.update(customer, { default_source: id });
}
