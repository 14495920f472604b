/** How far the first invoice of a subscription is paid, when its session is complete and later. */
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredSession } from './stored.ts';

type Standing = Pick<StoredSession, 'async_payment' | 'payment_status'>;

export async function standingOf(work: Work, invoice: string | null): Promise<Standing> {
  const found = await work.get<StoredInvoice>('invoice', invoice ?? '');
  // What a session leaves open is still with the bank.
  if (found?.status === 'open') return { async_payment: 'pending', payment_status: 'unpaid' };
  return { async_payment: null, payment_status: (found?.amount_paid ?? 0) > 0 ? 'paid' : 'no_payment_required' };
}

/** The bank pays, late, or does not. */
export async function followInvoice(work: Work, was?: StoredObject, is?: StoredObject): Promise<void> {
  const [before, after] = [was as StoredInvoice | undefined, is as StoredInvoice | undefined];
  if (before === undefined || after?.billing_reason !== 'subscription_create') return;
  const isPaid = after.status === 'paid' && before.status !== 'paid';
  if (!isPaid && after.failures === before.failures) return;
  const where = { invoice: after.id, mode: 'subscription', payment_status: 'unpaid' };
  const [session] = await work.list<StoredSession>('checkout.session', { where, limit: 1 });
  if (session === undefined) return;
  const { async_payment: known } = session;
  const isNew = known === 'pending';
  if (isPaid)
    await work.update<StoredSession>(session, {
      payment_status: 'paid',
      async_payment: isNew ? 'succeeded' : known,
    });
  else if (isNew) await work.update<StoredSession>(session, { async_payment: 'failed' });
}
