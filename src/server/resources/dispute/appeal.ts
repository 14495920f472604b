import type Stripe from 'stripe';

type Appeal = Stripe.Dispute.Evidence.Appeal;
type Sent = Stripe.DisputeUpdateParams.Evidence['appeal'];

/** Fields that were never filled, or were cleared, are absent. */
export function mergedAppeal(current: Appeal | null | undefined, sent: Sent): Appeal | null {
  if (!sent) return null;
  if (sent.card === undefined) return current ?? {};
  if (sent.card === '') return {};
  const { reason_for_filing, supporting_files } = { ...current?.card, ...sent.card };
  return { card: { ...(reason_for_filing && { reason_for_filing }), ...(supporting_files && { supporting_files }) } };
}
