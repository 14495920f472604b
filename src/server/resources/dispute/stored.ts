import type Stripe from 'stripe';

/** As it is stored: references are ids. */
export type StoredDispute = Omit<Stripe.Dispute, 'charge' | 'payment_intent'> & {
  readonly charge: string;
  readonly payment_intent: string | null;
  /** Id of the withdrawal. Stripe sends it, though its types do not know it. */
  readonly balance_transaction: string | null;
  /** Stripe could answer it by itself; never shown. */
  readonly smart_disputes?: boolean;
};

export type Evidence = Stripe.Dispute.Evidence;
export type EvidenceDetails = Stripe.Dispute.EvidenceDetails;
type CardDetails = Stripe.Dispute.PaymentMethodDetails.Card;
export type CaseType = CardDetails['case_type'];
export type EligibilityType = 'visa_compelling_evidence_3' | 'visa_compliance' | 'mastercard_compliance';

export function cardOf(dispute: StoredDispute): CardDetails | undefined {
  return dispute.payment_method_details?.card;
}
