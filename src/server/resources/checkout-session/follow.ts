/** What becomes of the intents and subscriptions of sessions, whoever moves them: the page, a challenge, the bank. */
import { type Awaitable, andThen } from '../../kernel/awaitable.ts';
import type { Reaction } from '../../kernel/resource.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import { finish } from './finish.ts';
import { followInvoice, standingOf } from './first-invoice.ts';
import { invoiceFor } from './invoice.ts';
import type { StoredSession } from './stored.ts';

interface Stateful extends StoredObject {
  readonly status: string;
  readonly latest_invoice?: unknown;
  readonly next_action?: object | null;
}

type Field = 'payment_intent' | 'setup_intent' | 'pending_subscription';

const sessionOf = (work: Work, field: Field, id: string): Awaitable<StoredSession | undefined> =>
  andThen(work.list<StoredSession>('checkout.session', { where: { [field]: id }, limit: 1 }), ([session]) => session);

type Step = (work: Work, session: StoredSession, now: Stateful) => Promise<unknown>;

/** `moments` are the statuses to look at: most changes of most objects concern no session. */
function following(field: Field, moments: readonly string[], step: Step): Reaction {
  return (work, before, after) => {
    const [was, now] = [before as Stateful | undefined, after as Stateful | undefined];
    if (was === undefined || now === undefined || was.status === now.status) return undefined;
    if (!moments.includes(now.status)) return undefined;
    return andThen(sessionOf(work, field, now.id), (session) => session && step(work, session, now));
  };
}

const paid = new Set(['succeeded']);
const held = 'requires_capture';
const lost = new Set(['requires_payment_method', 'canceled']);

/** What the customer still has to do is done elsewhere, in the next days: a voucher, a transfer, micro-deposits. */
const elsewhere = /display_(details|bank_transfer)|microdeposits/;

function isPromised({ status, next_action: next }: Stateful): boolean {
  return (
    status === 'processing' ||
    (status === 'requires_action' && Object.keys(next ?? {}).some((key) => elsewhere.test(key)))
  );
}

async function followPayment(work: Work, session: StoredSession, now: Stateful): Promise<void> {
  const open = session.status === 'open';
  if (paid.has(now.status)) {
    const late = session.async_payment === 'pending' && { async_payment: 'succeeded' as const };
    const settled = open
      ? await finish(work, session, { payment_status: 'paid' })
      : await work.update<StoredSession>(session, { payment_status: 'paid', ...late });
    await invoiceFor(work, settled);
  } else if (open && (now.status === held || isPromised(now))) {
    const pending = now.status !== held && { async_payment: 'pending' as const };
    await finish(work, session, { payment_status: 'unpaid', ...pending });
  } else if (lost.has(now.status) && session.async_payment === 'pending') {
    await work.update<StoredSession>(session, { async_payment: 'failed' });
  }
}

async function followSetUp(work: Work, session: StoredSession, now: Stateful): Promise<void> {
  if (session.status === 'open' && (paid.has(now.status) || isPromised(now)))
    await finish(work, session, { payment_status: 'no_payment_required' });
}

async function followSubscription(work: Work, session: StoredSession, now: Stateful): Promise<void> {
  if (session.status !== 'open') return;
  const invoice = typeof now.latest_invoice === 'string' ? now.latest_invoice : null;
  await finish(work, session, { ...(await standingOf(work, invoice)), invoice, subscription: now.id });
}

export const reactions: Readonly<Record<string, Reaction>> = {
  payment_intent: following('payment_intent', [...paid, held, 'processing', 'requires_action', ...lost], followPayment),
  setup_intent: following('setup_intent', ['succeeded', 'processing', 'requires_action'], followSetUp),
  invoice: followInvoice,
  subscription: following('pending_subscription', ['active', 'trialing'], followSubscription),
};
