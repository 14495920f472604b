import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { settleEarlyFraudWarnings } from '../early-fraud-warning/settle.ts';
import { isOpenInquiry } from './machine.ts';
import type { StoredDispute } from './stored.ts';

/** A full refund answers the bank's inquiries and takes the point from early fraud warnings; a partial one changes nothing. */
export async function chargeRefunded(work: Work, charge: Stripe.Charge): Promise<void> {
  if (!charge.refunded) return;
  await settleEarlyFraudWarnings(work, charge.id);
  if (!charge.disputed) return;
  for (const dispute of await work.list<StoredDispute>('dispute', { where: { charge: charge.id } })) {
    if (isOpenInquiry(dispute)) await work.act(dispute, 'refund');
  }
}
