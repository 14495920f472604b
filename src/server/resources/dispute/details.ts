/** How a dispute looks when it opens. */
import type Stripe from 'stripe';
import { eligibilityOf } from './enhanced-evidence.ts';
import type { Terms } from './openings.ts';
import { codeFor } from './reason-codes.ts';
import type { EvidenceDetails, StoredDispute } from './stored.ts';

type Details = StoredDispute['payment_method_details'];

/** Only these methods tell of their own case; a dispute of any other shows no details at all. */
export function paymentMethodDetails(charge: Stripe.Charge, terms: Terms, caseId: () => string): Details | undefined {
  const method = charge.payment_method_details;
  const code = terms.network_reason_code ?? null;
  switch (method?.type) {
    case 'card': {
      const brand = method.card?.brand ?? 'unknown';
      const network = method.card?.network ?? brand;
      const { reason, case_type, network_reason_code } = terms;
      const usual = codeFor(network, reason, case_type === 'inquiry');
      return {
        card: { brand, case_type, network, network_reason_code: network_reason_code ?? usual },
        type: 'card',
      };
    }
    case 'klarna':
      return { klarna: { reason_code: code }, type: 'klarna' };
    case 'paypal':
      return { paypal: { case_id: caseId(), reason_code: code }, type: 'paypal' };
    case 'amazon_pay':
      return { amazon_pay: { dispute_type: 'chargeback' }, type: 'amazon_pay' };
    default:
      return undefined;
  }
}

export function evidenceDetails(dueBy: number, terms: Terms): EvidenceDetails {
  return {
    due_by: dueBy,
    enhanced_eligibility: eligibilityOf(terms.eligibility ?? []),
    has_evidence: false,
    past_due: false,
    submission_count: 0,
    submission_method: 'not_submitted',
  };
}
