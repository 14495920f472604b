/** How a mandate ends: the payer revokes it, its one payment is made, its payment method goes. */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { next } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { machine } from './machine.ts';
import type { StoredMandate } from './stored.ts';

interface End {
  readonly action: 'revoke' | 'refuse';
  readonly india: 'canceled' | 'issuer_not_supported';
  readonly bacs: Pick<Stripe.Mandate.PaymentMethodDetails.BacsDebit, 'network_status' | 'revocation_reason'>;
}

const ends = {
  /** The payer tells the bank. */
  revoke: {
    action: 'revoke',
    india: 'canceled',
    bacs: { network_status: 'revoked', revocation_reason: 'debit_not_authorized' },
  },
  /** The network or the bank does not take it. */
  refuse: {
    action: 'refuse',
    india: 'issuer_not_supported',
    bacs: { network_status: 'refused', revocation_reason: 'could_not_process' },
  },
} as const satisfies Readonly<Record<string, End>>;

const endedBy =
  ({ action, india, bacs }: End) =>
  async (work: Work, mandate: StoredMandate): Promise<StoredMandate> => {
    next(machine, mandate, action);
    const { payment_method_details: details } = mandate;
    return work.act<StoredMandate>(mandate, action, {
      payment_method_details: {
        ...details,
        ...(details.card?.india && { card: { india: { inactive_reason: india } } }),
        ...(details.bacs_debit && { bacs_debit: { ...details.bacs_debit, ...bacs } }),
      },
    });
  };

export const revoke = endedBy(ends.revoke);
export const refuse = endedBy(ends.refuse);

/** The network has taken it over. */
export async function accept(work: Work, mandate: StoredMandate): Promise<StoredMandate> {
  next(machine, mandate, 'accept');
  const { bacs_debit, ...details } = mandate.payment_method_details;
  if (bacs_debit === undefined) return work.act(mandate, 'accept');
  return work.act<StoredMandate>(mandate, 'accept', {
    payment_method_details: { bacs_debit: { ...bacs_debit, network_status: 'accepted' }, ...details },
  });
}

/** The one payment that it was for has been made. */
export function useUp(work: Work, mandate: StoredMandate): Awaitable<StoredMandate> {
  return work.act<StoredMandate>(mandate, 'use_up');
}

/** The payment method was taken off its customer: nothing can be debited from it any more. */
export async function endMandates(work: Work, paymentMethod: string): Promise<void> {
  for (const mandate of await work.list<StoredMandate>('mandate', { where: { payment_method: paymentMethod } }))
    if (mandate.status !== 'inactive') await work.act(mandate, 'end');
}
