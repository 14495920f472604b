/** An expired session may leave an address that opens it anew: https://docs.stripe.com/payments/checkout/abandoned-carts */
import type { Work } from '../../kernel/work.ts';
import { itemsOf, storeItems } from '../item/of-parent.ts';
import { blankSession } from './blank.ts';
import type { Params } from './refused.ts';
import type { StoredSession } from './stored.ts';
import { addressOf } from './urls.ts';

type Expiration = StoredSession['after_expiration'];

/** Seconds for which the address works. */
const openFor = 30 * 86_400;

export function expirationOf({ after_expiration: sent }: Params): Expiration {
  const { recovery } = sent ?? {};
  if (recovery === undefined) return null;
  const { allow_promotion_codes = false, enabled } = recovery;
  return { recovery: { allow_promotion_codes, enabled, expires_at: null, url: null } };
}

/** With the address, once the session has expired. */
export function recoverable(work: Work, { after_expiration: after }: StoredSession): Expiration {
  if (!after?.recovery?.enabled) return after;
  const url = `${work.baseUrl}/r/test_${work.token(18)}`;
  return { recovery: { ...after.recovery, expires_at: work.now + openFor, url } };
}

export const isRecoverable = ({ after_expiration: after }: StoredSession, now: number): boolean =>
  now < (after?.recovery?.expires_at ?? 0);

/** A session with the same content. */
export async function recover(work: Work, expired: StoredSession): Promise<StoredSession> {
  const { id, created, expires_at, payment_status } = await blankSession(work, expired.mode);
  const recovery = expired.after_expiration?.recovery ?? undefined;
  const draft: StoredSession = {
    ...expired,
    after_expiration: recovery ? { recovery: { ...recovery, expires_at: null, url: null } } : null,
    ...(recovery?.allow_promotion_codes && { allow_promotion_codes: true }),
    id,
    created,
    expires_at,
    payment_intent: null,
    payment_status,
    pending_subscription: null,
    recovered_from: expired.id,
    status: 'open',
  };
  const session = await work.insert<StoredSession>({ ...draft, ...addressOf(work, draft) });
  const items = await itemsOf(work, expired.id);
  await storeItems(
    work,
    session.id,
    items.map((item) => ({ ...item, id: work.newId('item'), _parent: session.id })),
  );
  return session;
}
