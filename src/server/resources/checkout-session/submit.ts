/** The customer sends the page off. */
import { next } from '../../kernel/machine.ts';
import type { Refusal, Work } from '../../kernel/work.ts';
import { paymentMethodFrom } from '../payment-method/from.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { changeBasket } from './basket.ts';
import { detailsOf } from './customer-details.ts';
import { machine } from './machine.ts';
import { needsMethod } from './needs-method.ts';
import { pay } from './pay.ts';
import { payerOf } from './payer.ts';
import { setUp } from './set-up.ts';
import type { StoredSession } from './stored.ts';
import { checkComplete, collected, type Submission } from './submission.ts';
import { subscribe } from './subscribe.ts';

type Way = (
  work: Work,
  session: StoredSession,
  method: StoredPaymentMethod | undefined,
  returnUrl: string,
) => Promise<Refusal | undefined>;

const ways: Readonly<Record<string, Way>> = { payment: pay, setup: setUp, subscription: subscribe };

/** Stores what was entered. */
async function take(work: Work, session: StoredSession, sent: Submission): Promise<StoredSession> {
  const customer = await payerOf(work, session, sent);
  return work.update<StoredSession>(session, {
    ...collected(session, sent),
    ...(session.mode !== 'setup' && (await changeBasket(work, session, sent))),
    customer: customer?.id ?? null,
    customer_details: detailsOf(sent, session, customer),
  });
}

/**
 * Gives the session as it is afterwards: complete, or still open where the cardholder must authenticate first. A decline
 * leaves it open too, with a Refusal. Throws Stripe's errors for what the page refuses.
 */
export async function submit(
  work: Work,
  session: StoredSession,
  sent: Submission,
  returnUrl: string,
): Promise<StoredSession | Refusal> {
  next(machine, session, 'complete');
  checkComplete(session, sent);
  const ready = await take(work, session, sent);
  const method = needsMethod(ready) ? await paymentMethodFrom(work, sent.method ?? {}) : undefined;
  const refusal = await ways[ready.mode]?.(work, ready, method, returnUrl);
  return refusal ?? work.find<StoredSession>('checkout.session', session.id, 'session');
}
