import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredPrice } from './stored.ts';

/** A lookup key names one price; with `transfer` it leaves the price that had it. */
export async function claimLookupKey(work: Work, key: string, transfer: boolean, claimant?: string): Promise<void> {
  const [owner] = await work.list<StoredPrice>('price', { where: { lookup_key: key }, limit: 1 });
  if (owner === undefined || owner.id === claimant) return;
  if (!transfer) throw errors.invalid(`A price (\`${owner.id}\`) already uses that lookup key.`, 'lookup_key');
  await work.update(owner, { lookup_key: null });
}
