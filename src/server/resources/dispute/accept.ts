import type { Work } from '../../kernel/work.ts';
import { renewReceipt } from './charge-mark.ts';
import type { StoredDispute } from './stored.ts';

/** Accepts the loss: final. */
export async function accept(work: Work, dispute: StoredDispute): Promise<StoredDispute> {
  const closed = await work.act(dispute, 'close');
  await renewReceipt(work, closed);
  return closed;
}
