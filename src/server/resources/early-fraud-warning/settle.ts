import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

/** Nothing is left to do about a charge that was disputed or given back in full. */
export async function settleEarlyFraudWarnings(work: Work, charge: string): Promise<void> {
  const warnings = await work.list<Stripe.Radar.EarlyFraudWarning>('radar.early_fraud_warning', { where: { charge } });
  for (const warning of warnings) if (warning.actionable) await work.update(warning, { actionable: false });
}
