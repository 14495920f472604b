import type { Work } from '../../kernel/work.ts';
import { payOut } from '../payout/automatic.ts';
import { armPayouts, releaseFunds, type StoredBalance } from './funds.ts';

/** A day of payouts has come: what is available leaves, in every currency. */
export async function payOutFunds(work: Work, balance: StoredBalance): Promise<StoredBalance> {
  const { funds } = await releaseFunds(work, balance);
  for (const [currency, available] of Object.entries(funds.available)) await payOut(work, currency, available);
  return armPayouts(work);
}
