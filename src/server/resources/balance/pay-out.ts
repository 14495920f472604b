import type { Work } from '../../kernel/work.ts';
import { debitBank, payOut } from '../payout/automatic.ts';
import { armPayouts, releaseFunds, type StoredBalance } from './funds.ts';

/** A day of payouts has come: what is available leaves, in every currency, and what is lacking comes. */
export async function payOutFunds(work: Work, balance: StoredBalance): Promise<StoredBalance> {
  const { funds } = await releaseFunds(work, balance);
  const awaited = new Set(funds.pending.map(({ currency }) => currency));
  for (const [currency, available] of Object.entries(funds.available)) {
    if (available > 0) await payOut(work, currency, available);
    // Income that is on its way fills the balance again.
    else if (available < 0 && !awaited.has(currency)) await debitBank(work, currency, available);
  }
  return armPayouts(work);
}
