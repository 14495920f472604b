import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

/** The issuer suspects fraud, before any dispute. Moves no money. */
export async function openEarlyFraudWarning(
  work: Work,
  charge: Stripe.Charge,
  fraudType = 'made_with_stolen_card',
): Promise<Stripe.Radar.EarlyFraudWarning> {
  const { payment_intent: intent } = charge;
  return work.insert<Stripe.Radar.EarlyFraudWarning>({
    ...work.blank<Stripe.Radar.EarlyFraudWarning>('radar.early_fraud_warning'),
    actionable: !charge.disputed && !charge.refunded,
    charge: charge.id,
    fraud_type: fraudType,
    ...(typeof intent === 'string' && { payment_intent: intent }),
  });
}
