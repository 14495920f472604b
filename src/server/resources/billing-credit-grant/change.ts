/** What becomes of a grant that is there. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { recordTransaction } from '../billing-credit-balance-transaction/record.ts';
import { grantedValue, type StoredGrant } from './stored.ts';

export async function updateGrant({
  work,
  params: { expires_at: sent, metadata },
  targets,
}: Call<Stripe.Billing.CreditGrantUpdateParams>): Promise<StoredGrant> {
  const grant = targets[0] as StoredGrant;
  const patch: Partial<StoredGrant> = {
    updated: work.now,
    ...(metadata !== undefined && { metadata: mergeMetadata(grant.metadata, metadata) }),
  };
  if (sent === undefined) return work.update<StoredGrant>(grant, patch);
  const expires_at = sent || null;
  if (expires_at !== null && expires_at <= Math.max(work.now, grant.effective_at ?? 0))
    throw errors.invalid('Invalid timestamp: must be in the future, and after `effective_at`.', 'expires_at');
  return work.act<StoredGrant>(grant, 'change_expiry', { ...patch, expires_at });
}

/** What is left is gone; before it took effect there was nothing. */
async function takeBack(
  work: Work,
  grant: StoredGrant,
  action: 'expire' | 'void',
  patch: Partial<StoredGrant>,
): Promise<StoredGrant> {
  const facts = { unused: grant.left === grantedValue(grant) };
  const ended = await work.act<StoredGrant>(grant, action, { ...patch, left: 0 }, facts);
  const type = action === 'void' ? 'credits_voided' : 'credits_expired';
  if (grant.standing === 'granted' && grant.left > 0)
    await recordTransaction(work, ended, { type, amount: grant.left });
  return ended;
}

export const expireGrant = ({ work, targets }: Call): Promise<StoredGrant> =>
  takeBack(work, targets[0] as StoredGrant, 'expire', { expires_at: work.now, updated: work.now });

export const voidGrant = ({ work, targets }: Call): Promise<StoredGrant> =>
  takeBack(work, targets[0] as StoredGrant, 'void', { updated: work.now, voided_at: work.now });

/** Its time is up: nobody has changed it. */
export const runOut = (work: Work, grant: StoredGrant): Promise<StoredGrant> => takeBack(work, grant, 'expire', {});
