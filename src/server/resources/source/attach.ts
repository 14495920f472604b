/** A Source becomes one of a customer's sources, and ceases to be: https://docs.stripe.com/sources/customers */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { becomeDefault, type Owner } from '../card/become-default.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { attachTo } from '../payment-method/use.ts';
import type { StoredSource } from './stored.ts';

export async function attachSource(work: Work, owner: Owner, id: string): Promise<StoredSource> {
  const source = await work.find<StoredSource>('source', id, 'source');
  if (source.customer) throw errors.invalid(`The source ${id} has already been attached to a customer.`, 'source');
  if (source.status !== 'chargeable') throw notChargeable(source);
  if (source.usage !== 'reusable')
    throw errors.invalid(
      `The source ${id} is good for one payment only and cannot be attached to a customer.`,
      'source',
    );
  await becomeDefault(work, owner, id);
  const method = await work.get<StoredPaymentMethod>('payment_method', id);
  if (method !== undefined) await attachTo(work, method, owner.id);
  return work.update<StoredSource>(source, { customer: owner.id });
}

export function notChargeable({ id, status }: StoredSource): ReturnType<typeof errors.invalid> {
  return errors.invalid(
    `The source ${id} cannot be used while its status is ${status}: it must be chargeable.`,
    'source',
  );
}

/** It is of no use any more. */
export async function detachSource(work: Work, source: StoredSource): Promise<StoredSource> {
  return source.status === 'chargeable'
    ? work.act<StoredSource>(source, 'consume', { customer: undefined })
    : work.update<StoredSource>(source, { customer: undefined });
}
