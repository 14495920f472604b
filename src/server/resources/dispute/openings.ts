/** How the test cards are disputed: https://docs.stripe.com/testing#disputes */
import type { CaseType, EligibilityType } from './stored.ts';

export interface Terms {
  readonly reason: string;
  readonly case_type: CaseType;
  /** The network's usual code for the reason when left out. */
  readonly network_reason_code?: string | null;
  /** In the smallest unit of the charge's currency; all that the charge took when left out. */
  readonly amount?: number;
  readonly eligibility?: readonly EligibilityType[];
  /** Stripe could answer it by itself. */
  readonly smart_disputes?: boolean;
  /** The bank takes no answer: lost from the start. */
  readonly final?: boolean;
}

export interface Opening extends Terms {
  /** How many disputes; one when left out. */
  readonly times?: number;
  /** Once the cardholder authenticated, fraud is the issuer's loss: no dispute reaches the merchant. */
  readonly shielded?: boolean;
}

/** By what a test card, a test account or the address of a payer brings about. */
export const openings = {
  dispute_fraudulent: { reason: 'fraudulent', case_type: 'chargeback', shielded: true },
  dispute_product_not_received: { reason: 'product_not_received', case_type: 'chargeback' },
  dispute_inquiry: { reason: 'fraudulent', case_type: 'inquiry' },
  dispute_multiple: { reason: 'fraudulent', case_type: 'chargeback', times: 2 },
  dispute_ce3: { reason: 'fraudulent', case_type: 'chargeback', eligibility: ['visa_compelling_evidence_3'] },
  dispute_visa_compliance: { reason: 'noncompliant', case_type: 'compliance', eligibility: ['visa_compliance'] },
  dispute_mastercard_compliance: {
    reason: 'noncompliant',
    case_type: 'compliance',
    eligibility: ['mastercard_compliance'],
  },
  dispute_smart: { reason: 'fraudulent', case_type: 'chargeback', smart_disputes: true },
  // Banks hear nobody: https://docs.stripe.com/payments/ach-direct-debit#disputed-payments
  dispute_bank_debit: { reason: 'debit_not_authorized', case_type: 'chargeback', final: true },
  dispute_credit_not_processed: { reason: 'credit_not_processed', case_type: 'chargeback' },
  dispute_duplicate: { reason: 'duplicate', case_type: 'chargeback' },
  dispute_general: { reason: 'general', case_type: 'chargeback' },
  dispute_product_unacceptable: { reason: 'product_unacceptable', case_type: 'chargeback' },
  dispute_subscription_canceled: { reason: 'subscription_canceled', case_type: 'chargeback' },
} as const satisfies Readonly<Record<string, Opening>>;

export type DisputeOpening = keyof typeof openings;

/** What a kind of case begins as, and what it moves. */
export interface Case {
  readonly status: 'needs_response' | 'warning_needs_response' | 'prevented';
  /** Whether the disputed amount is taken, and with which fee in the smallest unit of the settlement currency. */
  readonly withdrawal?: { readonly fee: number };
}

const disputeFee = 1500;

/** Stripe documents no entry for a resolution, only that the customer is refunded and no fee is due. */
export const cases: Readonly<Record<string, Case>> = {
  chargeback: { status: 'needs_response', withdrawal: { fee: disputeFee } },
  compliance: { status: 'needs_response', withdrawal: { fee: disputeFee } },
  inquiry: { status: 'warning_needs_response' },
  block: { status: 'prevented' },
  resolution: { status: 'prevented', withdrawal: { fee: 0 } },
};
