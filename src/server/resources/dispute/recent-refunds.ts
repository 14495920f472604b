import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

/** Refunds under way when the money is taken, in seconds: test mode has failed them after 7 and kept them after 300. */
const underWay = 60;

/** What was refunded a moment before the chargeback comes back; what had settled stays, on top of the chargeback. */
export async function failRecentRefunds(work: Work, charge: string): Promise<void> {
  const refunds = await work.list<Stripe.Refund>('refund', { where: { charge } });
  for (const refund of refunds) {
    const open = refund.status === 'pending' || refund.status === 'succeeded';
    if (open && work.now - refund.created < underWay) {
      await work.perform(refund, 'fail', { failure_reason: 'charge_for_pending_refund_disputed' });
    }
  }
}
