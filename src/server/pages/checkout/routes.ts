/** `/c/pay/:session`: the page of a Checkout Session. */
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type Stripe from 'stripe';
import type { Engine } from '../../engine/engine.ts';
import { readParams } from '../../http/body.ts';
import { StripeError } from '../../kernel/errors.ts';
import { isHash, type Params } from '../../kernel/params.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { changeBasket } from '../../resources/checkout-session/basket.ts';
import { isRecoverable, recover } from '../../resources/checkout-session/recovery.ts';
import type { StoredSession } from '../../resources/checkout-session/stored.ts';
import { submit } from '../../resources/checkout-session/submit.ts';
import { filledIn, pageOf } from '../../resources/checkout-session/urls.ts';
import { lastProblem, wayOut } from '../../resources/checkout-session/way-out.ts';
import { itemsOf } from '../../resources/item/of-parent.ts';
import { text } from '../address-form.ts';
import { amountFrom } from '../amount.ts';
import { answerPage, type Page } from '../document.ts';
import { inKeeper } from '../keeper.ts';
import { savedCards } from '../saved-cards.ts';
import { enteredIn, submissionFrom } from './entry.ts';
import { extrasOf } from './extras.ts';
import { typesOf } from './form.ts';
import type { ShownOption } from './summary.ts';
import { completeView, expiredView, payView, unknownView } from './views.ts';

interface Shown {
  readonly page: Page;
  readonly status?: ContentfulStatusCode;
  readonly session?: StoredSession;
}

type Answer = Shown | { readonly location: string };

const path = '/c/pay/:session';

async function optionsOf(work: Work, session: StoredSession): Promise<ShownOption[]> {
  const options: ShownOption[] = [];
  for (const { shipping_rate, shipping_amount: amount } of session.shipping_options) {
    const rate = await work.get<Stripe.ShippingRate>('shipping_rate', String(shipping_rate));
    options.push({ id: String(shipping_rate), name: rate?.display_name ?? 'Shipping', amount });
  }
  return options;
}

interface Again {
  readonly sent?: Params;
  readonly problem?: string | undefined;
  readonly status?: ContentfulStatusCode;
  /** What the customer wants to pay with, instead of what is saved. */
  readonly type?: string | undefined;
}

async function openPage(work: Work, session: StoredSession, { sent = {}, status = 200, ...rest }: Again) {
  const problem = 'problem' in rest ? rest.problem : await lastProblem(work, session);
  const types = typesOf(session);
  const asked = rest.type ?? (text(sent, 'type') || undefined);
  const wanted = asked !== undefined && types.includes(asked) ? asked : undefined;
  const items = await itemsOf(work, session.id);
  const page = payView({
    session,
    items,
    extras: await extrasOf(work, session, items),
    options: await optionsOf(work, session),
    saved: wanted === undefined ? await savedCards(work, session.customer) : [],
    type: wanted ?? types[0] ?? 'card',
    entered: enteredIn(sent),
    problem,
  });
  return { page, status, session };
}

/** Where a customer goes who is done; undefined where the merchant expects nobody. */
function onward(session: StoredSession): string | undefined {
  const { after_completion: after, redirect_on_completion: redirects } = session;
  if (after?.type === 'redirect') return filledIn(after.redirect?.url, session);
  if (after !== null || redirects === 'never') return undefined;
  return filledIn(session.success_url ?? session.return_url, session);
}

function done(session: StoredSession): Answer {
  const url = onward(session);
  return url === undefined ? { page: completeView(session) } : { location: url };
}

async function submitted(work: Work, session: StoredSession, sent: Params): Promise<Answer> {
  const outcome = await submit(work, session, submissionFrom(session, sent), `${pageOf(work, session)}/return`);
  if (outcome instanceof Refusal) {
    const current = await work.find<StoredSession>('checkout.session', session.id, 'session');
    return openPage(work, current, { sent, problem: outcome.error.details.message, status: 402 });
  }
  if (outcome.status === 'complete') return done(outcome);
  return { location: (await wayOut(work, outcome)) ?? pageOf(work, session) };
}

function quantitiesIn(sent: Params, name: 'optional' | 'quantities'): Record<string, number> {
  const fields = sent[name];
  if (!isHash(fields)) return {};
  return Object.fromEntries(Object.keys(fields).map((id) => [id, Number(text(fields, id))]));
}

async function basketChanged(work: Work, session: StoredSession, sent: Params): Promise<Answer> {
  const amount = amountFrom(text(sent, 'amount'), session.currency ?? 'usd');
  const patch = await changeBasket(work, session, {
    quantities: quantitiesIn(sent, 'quantities'),
    optional: quantitiesIn(sent, 'optional'),
    shippingRate: text(sent, 'shipping_rate') || undefined,
    code: text(sent, 'code') || undefined,
    customAmount: amount,
  });
  await work.update<StoredSession>(session, patch);
  return { location: pageOf(work, session) };
}

/** What may be sent to, so that the policy of the page lets its forms lead there. */
function targets(session: StoredSession | undefined): string {
  const url = session && onward(session);
  return url === undefined ? '' : new URL(url).protocol;
}

async function respond(c: Context, answer: Answer): Promise<Response> {
  if ('page' in answer) return answerPage(c, answer.page, answer.status, targets(answer.session));
  return c.body(null, 303, { location: answer.location, 'cache-control': 'no-store' });
}

type Use = (work: Work, session: StoredSession) => Promise<Answer>;

/** Lets `use` answer while the session is open. */
async function visit(c: Context, engine: Engine, use: Use, sent?: Params): Promise<Response> {
  const id = c.req.param('session') ?? '';
  const reach = (run: Use): Promise<Answer | undefined> =>
    inKeeper(engine, async (work) => {
      const session = await work.get<StoredSession>('checkout.session', id);
      return session && run(work, session);
    });
  try {
    const answer = await reach((work, session) => {
      if (session.status === 'open') return use(work, session);
      return Promise.resolve(
        session.status === 'complete'
          ? { page: completeView(session), session }
          : { page: expiredView(session), status: 410, session },
      );
    });
    return await respond(c, answer ?? { page: unknownView(id), status: 404 });
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const { message } = error.details;
    const status = error.status as ContentfulStatusCode;
    const again = await reach((work, session) =>
      openPage(work, session, { sent: sent ?? {}, problem: message, status }),
    );
    return respond(c, again ?? { page: unknownView(id), status: 404 });
  }
}

export function addCheckout(pages: Hono, engine: Engine): void {
  pages.get(path, (c) => visit(c, engine, (work, session) => openPage(work, session, { type: c.req.query('method') })));

  pages.post(path, async (c) => {
    const sent = await readParams(c.req.raw);
    return visit(c, engine, (work, session) => submitted(work, session, sent), sent);
  });

  pages.post(`${path}/basket`, async (c) => {
    const sent = await readParams(c.req.raw);
    return visit(c, engine, (work, session) => basketChanged(work, session, sent));
  });

  /** Back from the challenge of the bank. */
  pages.get(`${path}/return`, (c) => visitReturn(c, engine));

  pages.get('/r/:token', (c) => visitRecovery(c, engine));
}

/** Somebody comes back to a session that has expired, and finds a new one. */
async function visitRecovery(c: Context, engine: Engine): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const answer = await inKeeper(engine, async (work): Promise<Answer | undefined> => {
    const [expired] = await work.list<StoredSession>('checkout.session', {
      where: { status: 'expired' },
      filter: (row) => (row as StoredSession).after_expiration?.recovery?.url?.endsWith(`/r/${token}`) === true,
      limit: 1,
    });
    if (expired === undefined) return undefined;
    if (!isRecoverable(expired, work.now)) return { page: expiredView(expired), status: 410, session: expired };
    return { location: pageOf(work, await recover(work, expired)) };
  });
  return respond(c, answer ?? { page: unknownView(token), status: 404 });
}

async function visitReturn(c: Context, engine: Engine): Promise<Response> {
  const id = c.req.param('session') ?? '';
  const answer = await inKeeper(engine, async (work): Promise<Answer | undefined> => {
    const session = await work.get<StoredSession>('checkout.session', id);
    if (session === undefined) return undefined;
    return session.status === 'complete' ? done(session) : { location: pageOf(work, session) };
  });
  return respond(c, answer ?? { page: unknownView(id), status: 404 });
}
