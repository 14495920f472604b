/** What follows a captured charge when its test card says so. */
import type { Work } from '../../kernel/work.ts';
import { isThreshold, reachThreshold } from '../account/threshold.ts';
import { openDispute } from '../dispute/open.ts';
import { openEarlyFraudWarning } from '../early-fraud-warning/open.ts';
import type { StoredCharge } from './stored.ts';

/** The charge as it is afterwards. */
export async function complain(work: Work, charge: StoredCharge): Promise<StoredCharge> {
  const { afterCharge } = charge.aftermath;
  if (afterCharge.length === 0) return charge;
  for (const complaint of afterCharge) {
    const current = await work.find<StoredCharge>('charge', charge.id, 'charge');
    if (isThreshold(complaint)) await reachThreshold(work, current, complaint);
    else if (complaint === 'early_fraud_warning') await openEarlyFraudWarning(work, current);
    else await openDispute(work, current, complaint);
  }
  return work.find<StoredCharge>('charge', charge.id, 'charge');
}
