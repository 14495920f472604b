/** What the merchant says, and how a request changes it. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergedAppeal } from './appeal.ts';
import { mergedEnhancedEvidence } from './enhanced-evidence.ts';
import { isAppeal } from './machine.ts';
import type { Evidence, StoredDispute } from './stored.ts';

type SentEvidence = Stripe.DisputeUpdateParams.Evidence;

export const fileFields = [
  'cancellation_policy',
  'customer_communication',
  'customer_signature',
  'duplicate_charge_documentation',
  'receipt',
  'refund_policy',
  'service_documentation',
  'shipping_documentation',
  'uncategorized_file',
] as const;

/** Sent fields replace their own value, '' clears it; everything else stays. */
export function mergedEvidence(dispute: StoredDispute, sent: SentEvidence): Evidence {
  checkStage(dispute, sent);
  const { enhanced_evidence: enhanced, appeal, ...plain } = sent;
  const merged: Record<string, unknown> = { ...dispute.evidence };
  for (const [field, value] of Object.entries(plain)) merged[field] = value === '' ? null : value;
  if (enhanced !== undefined) merged.enhanced_evidence = mergedEnhancedEvidence(dispute, enhanced);
  if (appeal !== undefined) merged.appeal = mergedAppeal(dispute.evidence.appeal, appeal);
  return merged as unknown as Evidence;
}

/** An appeal has evidence of its own, and takes no other. */
function checkStage(dispute: StoredDispute, sent: SentEvidence): void {
  for (const field of Object.keys(sent)) {
    if (field === 'appeal' && !isAppeal(dispute)) {
      throw errors.invalid(
        'Appeal evidence can only be provided while the dispute needs an appeal.',
        'evidence[appeal]',
      );
    }
    if (field !== 'appeal' && isAppeal(dispute)) {
      throw errors.invalid('Only appeal evidence can be provided for a dispute in appeal.', `evidence[${field}]`);
    }
  }
}
