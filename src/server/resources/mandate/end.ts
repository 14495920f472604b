/** How a mandate ends: the payer revokes it, its one payment is made, its payment method goes. */
import { next } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { machine } from './machine.ts';
import type { StoredMandate } from './stored.ts';

/** The payer tells the bank. */
export async function revoke(work: Work, mandate: StoredMandate): Promise<StoredMandate> {
  next(machine, mandate, 'revoke');
  return work.act<StoredMandate>(mandate, 'revoke', withReason(mandate, 'canceled'));
}

/** The network or the bank does not take it. */
export async function refuse(work: Work, mandate: StoredMandate): Promise<StoredMandate> {
  next(machine, mandate, 'refuse');
  return work.act<StoredMandate>(mandate, 'refuse', withReason(mandate, 'issuer_not_supported'));
}

function withReason(
  { payment_method_details: details }: StoredMandate,
  inactive_reason: 'canceled' | 'issuer_not_supported',
): Partial<StoredMandate> {
  if (details.card?.india === undefined) return {};
  return { payment_method_details: { ...details, card: { india: { inactive_reason } } } };
}

/** The one payment that it was for has been made. */
export function useUp(work: Work, mandate: StoredMandate): Promise<StoredMandate> {
  return work.act<StoredMandate>(mandate, 'use_up');
}

/** The payment method was taken off its customer: nothing can be debited from it any more. */
export async function endMandates(work: Work, paymentMethod: string): Promise<void> {
  for (const mandate of await work.list<StoredMandate>('mandate', { where: { payment_method: paymentMethod } }))
    if (mandate.status !== 'inactive') await work.act(mandate, 'end');
}
