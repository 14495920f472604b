/** Evidence for the programs of the networks: which a dispute is eligible for, and what they still miss. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { EligibilityType, EvidenceDetails, StoredDispute } from './stored.ts';
import { type CompellingEvidence, mergedCompellingEvidence, missingActions } from './visa-ce3.ts';

type Enhanced = Stripe.Dispute.Evidence.EnhancedEvidence;
type Sent = Stripe.DisputeUpdateParams.Evidence['enhanced_evidence'];
type Eligibility = EvidenceDetails['enhanced_eligibility'];

const param = 'evidence[enhanced_evidence]';

/** '' clears all of it. Refuses programs that the dispute is not eligible for. */
export function mergedEnhancedEvidence(dispute: StoredDispute, sent: Sent): Enhanced {
  if (!sent) return {};
  for (const type of Object.keys(sent)) {
    if (!dispute.enhanced_eligibility_types.includes(type)) {
      throw errors.invalid(`This dispute is not eligible for ${type}.`, `${param}[${type}]`);
    }
  }
  const { visa_compelling_evidence_3: ce3, visa_compliance: visa, mastercard_compliance: mastercard } = sent;
  const merged: Enhanced = { ...dispute.evidence.enhanced_evidence };
  if (ce3 !== undefined) {
    const current = merged.visa_compelling_evidence_3;
    merged.visa_compelling_evidence_3 = mergedCompellingEvidence(current, ce3);
  }
  if (visa?.fee_acknowledged !== undefined) merged.visa_compliance = { fee_acknowledged: visa.fee_acknowledged };
  if (mastercard?.fee_acknowledged !== undefined) {
    merged.mastercard_compliance = { fee_acknowledged: mastercard.fee_acknowledged };
  }
  return merged;
}

interface Progress {
  readonly evidence: Enhanced;
  readonly charge: string;
  readonly submitted: boolean;
}

/** How far each program that the dispute is eligible for has come. */
export function eligibilityOf(types: readonly string[], progress?: Progress): Eligibility {
  const { evidence = {}, charge = '', submitted = false } = progress ?? {};
  const eligibility: Eligibility = {};
  if (types.includes('visa_compelling_evidence_3')) {
    eligibility.visa_compelling_evidence_3 = ofCompellingEvidence(evidence.visa_compelling_evidence_3, charge);
  }
  if (types.includes('visa_compliance')) {
    eligibility.visa_compliance = ofFee(evidence.visa_compliance?.fee_acknowledged === true);
  }
  if (types.includes('mastercard_compliance')) {
    // Unlike Visa's, the status turns only once the acknowledged answer is sent:
    // https://docs.stripe.com/changelog/dahlia/2026-06-24
    eligibility.mastercard_compliance = ofFee(submitted && evidence.mastercard_compliance?.fee_acknowledged === true);
  }
  return eligibility;
}

function ofCompellingEvidence(evidence: CompellingEvidence | undefined, charge: string) {
  const required_actions = missingActions(evidence, charge);
  return { required_actions, status: required_actions.length === 0 ? 'qualified' : 'requires_action' };
}

function ofFee(acknowledged: boolean) {
  return { status: acknowledged ? ('fee_acknowledged' as const) : ('requires_fee_acknowledgement' as const) };
}

const compliancePrograms: readonly EligibilityType[] = ['visa_compliance', 'mastercard_compliance'];

/** Countering a compliance case costs a fee of the network, which has to be accepted first. */
export function checkFeeAcknowledged(dispute: StoredDispute, evidence: Enhanced): void {
  for (const program of compliancePrograms) {
    const asked = dispute.enhanced_eligibility_types.includes(program);
    const given = (evidence as Record<string, { fee_acknowledged?: boolean } | undefined>)[program];
    if (asked && given?.fee_acknowledged !== true) {
      throw errors.invalid(
        `You must acknowledge the network fee to submit evidence for this dispute: set ${param}[${program}][fee_acknowledged] to true.`,
        `${param}[${program}][fee_acknowledged]`,
      );
    }
  }
}
