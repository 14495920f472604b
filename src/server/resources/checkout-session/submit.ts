/** The customer sends the page off. */
import { next } from '../../kernel/machine.ts';
import type { Refusal, Work } from '../../kernel/work.ts';
import { paymentMethodFrom } from '../payment-method/from.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { changeBasket } from './basket.ts';
import { detailsOf } from './customer-details.ts';
import { machine } from './machine.ts';
import { needsMethod } from './needs-method.ts';
import { checkPlace } from './parties.ts';
import { pay } from './pay.ts';
import { payerOf } from './payer.ts';
import { setUp } from './set-up.ts';
import type { StoredSession } from './stored.ts';
import { checkComplete, collected, type Submission } from './submission.ts';
import { subscribe } from './subscribe.ts';

const saves = ({ saved_payment_method_options: options }: StoredSession, { savesMethod }: Submission): boolean =>
  savesMethod && options?.payment_method_save === 'enabled';

/** A payment method that is kept is attached by the payment that it is kept from. */
const withUsage = (session: StoredSession): StoredSession => ({
  ...session,
  payment_intent_data: { setup_future_usage: 'on_session', ...session.payment_intent_data },
});

type Way = (
  work: Work,
  session: StoredSession,
  method: StoredPaymentMethod | undefined,
  returnUrl: string,
) => Promise<Refusal | undefined>;

const ways: Readonly<Record<string, Way>> = { payment: pay, setup: setUp, subscription: subscribe };

/** What was entered, and whether the customer will be offered it again. */
async function shownAgain(work: Work, session: StoredSession, sent: Submission): Promise<StoredPaymentMethod> {
  const method = await paymentMethodFrom(work, sent.method ?? {});
  if (method.customer !== null || method.allow_redisplay !== 'unspecified') return method;
  const { allow_redisplay: wanted, mode, payment_intent_data: data } = session;
  const lasts = mode !== 'payment' || data.setup_future_usage !== undefined;
  const allow_redisplay = wanted ?? (saves(session, sent) ? 'always' : lasts ? 'limited' : 'unspecified');
  return allow_redisplay === 'unspecified' ? method : work.update<StoredPaymentMethod>(method, { allow_redisplay });
}

/** Stores what was entered. */
async function take(work: Work, session: StoredSession, sent: Submission): Promise<StoredSession> {
  const customer = await payerOf(work, session, sent);
  const told = {
    ...collected(session, sent),
    customer: customer?.id ?? null,
    customer_details: detailsOf(sent, session, customer),
  };
  const basket = session.mode === 'setup' ? {} : await changeBasket(work, { ...session, ...told }, sent);
  checkPlace({ ...session, ...basket });
  return work.update<StoredSession>(session, { ...told, ...basket });
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
  const method = needsMethod(ready) ? await shownAgain(work, ready, sent) : undefined;
  const keeps = ready.mode === 'payment' && ready.customer !== null && saves(ready, sent);
  const paying = keeps ? withUsage(ready) : ready;
  const refusal = await ways[ready.mode]?.(work, paying, method, returnUrl);
  return refusal ?? work.find<StoredSession>('checkout.session', session.id, 'session');
}
