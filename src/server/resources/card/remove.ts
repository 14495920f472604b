import type { StoredObject, Work } from '../../kernel/work.ts';
import { takeOff } from '../payment-method/detach.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { dropSource } from './drop.ts';
import { sourceTypes } from './newest.ts';

/** Removes a source of a customer, and with a card the payment method of the same id. */
export async function removeSource(work: Work, id: string): Promise<void> {
  const method = await work.get<StoredPaymentMethod>('payment_method', id);
  if (method !== undefined && method.customer !== null) await takeOff(work, method);
  for (const type of sourceTypes) {
    const source = await work.get<StoredObject>(type, id);
    if (source !== undefined) await dropSource(work, source);
  }
}
