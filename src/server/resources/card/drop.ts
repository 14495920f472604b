import type Stripe from 'stripe';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { detachSource } from '../source/attach.ts';
import type { StoredSource } from '../source/stored.ts';
import { newestSource } from './newest.ts';

type Source = StoredObject & { readonly customer?: unknown };

/** Removes a source; the customer's newest other one takes its place as the default. */
export async function dropSource(work: Work, source: Source): Promise<void> {
  const { customer: id } = source;
  if (source.object === 'source') await detachSource(work, source as unknown as StoredSource);
  else await work.remove(source);
  const customer = typeof id === 'string' ? await work.get<Stripe.Customer>('customer', id) : undefined;
  if (customer?.default_source !== source.id) return;
  const next = await newestSource(work, customer.id);
  await work.update(customer, { default_source: next?.id ?? null });
}
