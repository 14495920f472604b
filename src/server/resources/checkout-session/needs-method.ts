import type { StoredSession } from './stored.ts';

/** False where nothing is to be charged and nothing to be kept for later. */
export function needsMethod(
  session: Pick<StoredSession, 'amount_total' | 'mode' | 'payment_method_collection'>,
): boolean {
  const { amount_total: total, mode, payment_method_collection: collection } = session;
  if (mode === 'setup' || total !== 0) return true;
  return mode === 'subscription' && collection !== 'if_required';
}
