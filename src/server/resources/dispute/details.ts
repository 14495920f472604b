/** How a dispute looks when it opens. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { DisputeTold } from '../payment-method/method-type.ts';
import { methodType } from '../payment-method/types.ts';
import { eligibilityOf } from './enhanced-evidence.ts';
import type { Terms } from './openings.ts';
import { codeFor } from './reason-codes.ts';
import type { EvidenceDetails, StoredDispute } from './stored.ts';

type Details = StoredDispute['payment_method_details'];
type Card = Stripe.Charge.PaymentMethodDetails.Card;

type Told = (terms: Terms, of: DisputeTold, work: Work) => string | null;

const sources: Readonly<Record<DisputeTold['tells'][string], Told>> = {
  case_number: (_terms, _of, work) => `PP-D-${work.number(1_000_000)}`,
  kind: () => 'chargeback',
  reason_code: ({ reason, network_reason_code: code }, { reasonCodes }) => code ?? reasonCodes?.[reason] ?? null,
};

function cardCase(card: Card | undefined, terms: Terms): object {
  const { reason, case_type, network_reason_code } = terms;
  const brand = card?.brand ?? 'unknown';
  const on = card?.network ?? brand;
  const usual = codeFor(on, reason, case_type === 'inquiry');
  return { brand, case_type, network: on, network_reason_code: network_reason_code ?? usual };
}

/** Undefined where Stripe tells nothing of the case. */
export function paymentMethodDetails(work: Work, charge: Stripe.Charge, terms: Terms): Details | undefined {
  const { type, card } = charge.payment_method_details ?? {};
  if (type === undefined) return undefined;
  if (type === 'card') return { card: cardCase(card, terms), type } as Details;
  const { dispute } = methodType(type) ?? {};
  if (dispute === undefined) return undefined;
  const told = Object.entries(dispute.tells).map(([field, from]) => [field, sources[from](terms, dispute, work)]);
  return { [type]: Object.fromEntries(told), type } as unknown as Details;
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
