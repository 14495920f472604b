/** Whether a payment may rely on a mandate. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { Decline } from '../payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import type { StoredMandate } from './stored.ts';

/** The mandate that parameter `mandate` names. Refuses one of another payment method, and one that has ended. */
export async function mandateFor(work: Work, id: string, method: StoredPaymentMethod): Promise<StoredMandate> {
  const mandate = await work.find<StoredMandate>('mandate', id, 'mandate');
  if (mandate.payment_method !== method.id)
    throw invalidMandate(`The provided mandate ${id} does not belong to the PaymentMethod ${method.id}.`);
  if (mandate.status === 'inactive' && !isElectronic(mandate))
    throw invalidMandate(`The provided mandate ${id} is inactive. Please provide an active mandate.`);
  return mandate;
}

/** The newest mandate for any number of payments that the payer gave for this payment method, while it lasts. */
export async function standingMandate(work: Work, method: StoredPaymentMethod): Promise<StoredMandate | undefined> {
  const mandates = await work.list<StoredMandate>('mandate', { where: { payment_method: method.id } });
  return mandates.find(({ status, type }) => status === 'active' && type === 'multi_use');
}

/** In India it is the bank that declines a payment on a mandate that has ended. */
export function declinedBy(mandate: StoredMandate): Omit<Decline, 'charges'> | undefined {
  if (mandate.status !== 'inactive') return undefined;
  return {
    code: 'india_recurring_payment_mandate_canceled',
    message: 'The provided mandate has been canceled by the card holder.',
  };
}

/** The one payment of a single-use mandate has gone through: it ends by itself soon. */
export async function spend(work: Work, mandate: StoredMandate): Promise<void> {
  if (mandate.type === 'single_use' && mandate.status === 'active') await work.update(mandate, { spent: true });
}

export async function spendId(work: Work, id: string): Promise<void> {
  const mandate = await work.get<StoredMandate>('mandate', id);
  if (mandate !== undefined) await spend(work, mandate);
}

const isElectronic = ({ payment_method_details: { card } }: StoredMandate): boolean => card?.india !== undefined;

const invalidMandate = (message: string): ReturnType<typeof errors.invalid> =>
  errors.invalid(message, 'mandate', 'payment_intent_mandate_invalid');
