/** What a dispute changes on its charge. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { StoredDispute } from './stored.ts';

type DisputedCharge = Stripe.Charge & { readonly dispute?: string | null };

/** Stays for ever, however the dispute ends. */
export async function markDisputed(work: Work, charge: Stripe.Charge, dispute: string): Promise<void> {
  await work.update<DisputedCharge>(charge, { disputed: true, dispute });
}

export async function chargeOf(work: Work, dispute: StoredDispute): Promise<Stripe.Charge> {
  return work.find<Stripe.Charge>('charge', dispute.charge, 'charge');
}

/**
 * Stripe renders the receipt anew after an answer and after an acceptance, which is all that the `charge.updated` of
 * that moment tells: the link of a receipt carries a signature that changes with it.
 */
export async function renewReceipt(work: Work, dispute: StoredDispute): Promise<void> {
  const charge = await chargeOf(work, dispute);
  const url: string | null = charge.receipt_url;
  if (url === null) return;
  const cut = Math.max(url.lastIndexOf('/') + 1, url.length - 40);
  await work.update(charge, { receipt_url: url.slice(0, cut) + work.token(url.length - cut) });
}
