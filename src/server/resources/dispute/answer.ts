/** The merchant's answer to the bank, staged or sent. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { renewReceipt } from './charge-mark.ts';
import { checkFeeAcknowledged, eligibilityOf } from './enhanced-evidence.ts';
import { mergedEvidence } from './evidence.ts';
import { checkEvidence } from './evidence-limits.ts';
import { alreadyClosed, alreadySubmitted, isAppeal, isClosed, takesAnswer } from './machine.ts';
import type { Evidence, EvidenceDetails, StoredDispute } from './stored.ts';
import { priorCharges } from './visa-ce3.ts';

type Params = Stripe.DisputeUpdateParams;
type Method = 'manual' | 'smart_disputes';
type Patch = { -readonly [Field in keyof StoredDispute]?: StoredDispute[Field] };

/** Sends the evidence on, unless `submit` is false or only other fields are sent. Throws a StripeError when the bank takes none. */
export async function answer(work: Work, dispute: StoredDispute, params: Params): Promise<StoredDispute> {
  if (isClosed(dispute)) throw alreadyClosed();
  const sent = params.evidence && Object.keys(params.evidence).length > 0 ? params.evidence : undefined;
  const submits = params.submit ?? sent !== undefined;
  const method = params.intended_submission_method ?? dispute.intended_submission_method;
  if (params.submit && method === 'smart_disputes' && dispute.smart_disputes !== true) throw smartDisputesMissing();
  if ((sent !== undefined || submits) && !takesAnswer(dispute)) throw alreadySubmitted();

  const patch: Patch = {};
  if (params.metadata !== undefined) patch.metadata = mergeMetadata(dispute.metadata, params.metadata ?? '');
  if (params.intended_submission_method !== undefined) {
    patch.intended_submission_method = params.intended_submission_method;
  }
  const evidence = sent === undefined ? dispute.evidence : mergedEvidence(dispute, sent);
  if (sent !== undefined) {
    await checkEvidence(work, dispute, evidence);
    await checkPriorCharges(work, evidence);
    patch.evidence = evidence;
    patch.evidence_details = staged(dispute, evidence);
  }
  if (!submits) return work.update(dispute, patch);

  checkFeeAcknowledged(dispute, evidence.enhanced_evidence);
  const details = answered(
    { ...dispute, ...patch },
    work.now,
    params.submit && smart(dispute, method) ? method : 'manual',
  );
  const submitted = await work.act(dispute, 'submit', { ...patch, evidence_details: details });
  await renewReceipt(work, submitted);
  return submitted;
}

type Intended = StoredDispute['intended_submission_method'];

function smart(dispute: StoredDispute, method: Intended | undefined): method is 'smart_disputes' {
  return dispute.smart_disputes === true && method === 'smart_disputes';
}

async function checkPriorCharges(work: Work, { enhanced_evidence: enhanced }: Evidence): Promise<void> {
  for (const { id, param } of priorCharges(enhanced.visa_compelling_evidence_3)) await work.find('charge', id, param);
}

function staged(dispute: StoredDispute, evidence: Evidence): EvidenceDetails {
  return {
    ...dispute.evidence_details,
    enhanced_eligibility: eligibility(dispute, evidence, false),
    has_evidence: true,
  };
}

function eligibility(dispute: StoredDispute, evidence: Evidence, submitted: boolean) {
  const { enhanced_eligibility_types: types, charge } = dispute;
  return eligibilityOf(types, { evidence: evidence.enhanced_evidence, charge, submitted });
}

/** The details of a dispute whose evidence goes to the bank now. */
export function answered(dispute: StoredDispute, now: number, method: Method): EvidenceDetails {
  const { evidence_details: details, evidence } = dispute;
  return {
    ...details,
    enhanced_eligibility: eligibility(dispute, evidence, true),
    has_evidence: true,
    past_due: details.due_by !== null && now > details.due_by,
    submission_count: details.submission_count + 1,
    // Tells of the answer to the chargeback, not of an appeal.
    submission_method: isAppeal(dispute) ? details.submission_method : method,
  };
}

function smartDisputesMissing(): Error {
  return errors.invalid(
    'Smart Disputes is not available for this dispute. Choose another intended_submission_method to submit evidence.',
    'intended_submission_method',
    'smart_disputes_not_available',
  );
}
