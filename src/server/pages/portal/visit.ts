/** Somebody opens, or sends, a page of the portal. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type Stripe from 'stripe';
import type { Engine } from '../../engine/engine.ts';
import { readParams } from '../../http/body.ts';
import { StripeError } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import { Refusal, type StoredObject, type Work } from '../../kernel/work.ts';
import { answerPage, type Page } from '../document.ts';
import { inKeeper } from '../keeper.ts';
import { unknownView } from './views.ts';

export interface Portal {
  readonly work: Work;
  readonly session: Stripe.BillingPortal.Session;
  readonly features: Stripe.BillingPortal.Configuration.Features;
  readonly configuration: Stripe.BillingPortal.Configuration;
  readonly customer: Stripe.Customer;
  /** The path of the portal: its pages lie below. */
  readonly home: string;
  /** The first page, even where the session is made for one thing only. */
  readonly overview: string;
  /** An operation of the API, with its checks and its errors. */
  call<T extends StoredObject>(operation: string, params: Params, targets?: readonly StoredObject[]): Promise<T>;
}

export type Answer =
  | { readonly page: Page; readonly status?: ContentfulStatusCode; readonly leadsTo?: string | null }
  | { readonly location: string };

/** `sent` is undefined where the page is only opened. */
type Use = (portal: Portal, sent: Params | undefined, c: Context) => Promise<Answer>;
type Refused = (portal: Portal, problem: string, c: Context) => Promise<Answer>;

async function portalOf(engine: Engine, keeper: Work, token: string): Promise<Portal | undefined> {
  const [session] = await keeper.list<Stripe.BillingPortal.Session>('billing_portal.session', {
    filter: (row) => (row as Stripe.BillingPortal.Session).url.endsWith(`/${token}`),
    limit: 1,
  });
  if (session === undefined) return undefined;
  const customer = await keeper.get<Stripe.Customer>('customer', session.customer);
  const configuration = await keeper.get<Stripe.BillingPortal.Configuration>(
    'billing_portal.configuration',
    String(session.configuration),
  );
  if (customer === undefined || configuration === undefined) return undefined;
  const { registry } = engine;
  const home = `/p/session/${token}`;
  const work = await keeper.at(customer);
  return {
    work,
    session,
    configuration,
    features: configuration.features,
    customer,
    home,
    overview: `${home}?home=1`,
    async call<T extends StoredObject>(id: string, sent: Params, targets: readonly StoredObject[] = []): Promise<T> {
      const params = registry.description.operation(id).validate(sent);
      const outcome = await registry.handler(id)?.({ work, params, ids: {}, targets });
      if (outcome instanceof Refusal) throw outcome.error;
      return outcome as T;
    },
  };
}

async function respond(c: Context, answer: Answer): Promise<Response> {
  if (!('page' in answer)) return c.body(null, 303, { location: answer.location, 'cache-control': 'no-store' });
  const target = answer.leadsTo ? new URL(answer.leadsTo).protocol : '';
  return answerPage(c, answer.page, answer.status, target);
}

/** What Stripe refuses is shown by `refused`, with everything undone. */
export async function visit(c: Context, engine: Engine, use: Use, refused: Refused): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const sent = c.req.method === 'POST' ? await readParams(c.req.raw) : undefined;
  const reach = (run: (portal: Portal) => Promise<Answer>): Promise<Answer | undefined> =>
    inKeeper(engine, async (work) => {
      const portal = await portalOf(engine, work, token);
      return portal && run(portal);
    });
  const missing: Answer = { page: unknownView, status: 404 };
  try {
    return await respond(c, (await reach((portal) => use(portal, sent, c))) ?? missing);
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const { message } = error.details;
    const answer = await reach((portal) => refused(portal, message, c));
    return respond(c, { status: error.status as ContentfulStatusCode, ...(answer ?? missing) });
  }
}
