/** `/p/session/:token`: the billing portal. */
import type { Hono } from 'hono';
import type { Engine } from '../../engine/engine.ts';
import { text } from '../address-form.ts';
import { customerPage } from './customer.ts';
import { done } from './done.ts';
import { cancelQuestion, resumeQuestion } from './end-questions.ts';
import { showHome } from './home.ts';
import { addMethod, methodChanged, methodSaved } from './methods.ts';
import { pauseQuestion, unpauseQuestion } from './pause-questions.ts';
import { confirmQuestion, updateQuestion } from './plan-questions.ts';
import { put, type Question } from './question.ts';
import { cardQuestion } from './views.ts';
import { type Portal, visit } from './visit.ts';

const root = '/p/session/:token';

/** Where a flow begins. */
function flowPath({ session, home }: Portal): string | undefined {
  const { flow } = session;
  if (flow === null) return undefined;
  const about =
    flow.subscription_cancel ?? flow.subscription_pause ?? flow.subscription_update ?? flow.subscription_update_confirm;
  const pages: Readonly<Record<string, string>> = {
    customer_update: 'customer',
    payment_method_update: 'payment-method',
    subscription_cancel: `subscriptions/${about?.subscription}/cancel`,
    subscription_pause: `subscriptions/${about?.subscription}/pause`,
    subscription_update: `subscriptions/${about?.subscription}/update`,
    subscription_update_confirm: `subscriptions/${about?.subscription}/confirm`,
  };
  const page = pages[flow.type];
  return page && `${home}/${page}`;
}

/** About a subscription. */
const questions: Readonly<Record<string, (portal: Portal, id: string) => Promise<Question | undefined>>> = {
  cancel: cancelQuestion,
  pause: pauseQuestion,
  unpause: unpauseQuestion,
  resume: resumeQuestion,
  update: updateQuestion,
  confirm: confirmQuestion,
};

export function addPortal(pages: Hono, engine: Engine): void {
  pages.get(root, (c) =>
    visit(
      c,
      engine,
      async (portal) => {
        const flow = c.req.query('home') === undefined ? flowPath(portal) : undefined;
        return flow === undefined ? showHome(portal) : { location: flow };
      },
      showHome,
    ),
  );

  for (const [name, question] of Object.entries(questions)) {
    pages.on(['GET', 'POST'], `${root}/subscriptions/:id/${name}`, (c) =>
      visit(
        c,
        engine,
        async (portal, sent) => put(portal, await question(portal, c.req.param('id') ?? ''), sent),
        (portal, problem) => showHome(portal, problem),
      ),
    );
  }

  pages.on(['GET', 'POST'], `${root}/customer`, (c) =>
    visit(
      c,
      engine,
      (portal, sent) => customerPage(portal, sent),
      (portal, problem) => customerPage(portal, undefined, problem),
    ),
  );

  pages.on(['GET', 'POST'], `${root}/payment-method`, (c) =>
    visit(
      c,
      engine,
      async (portal, sent) =>
        sent === undefined
          ? { page: cardQuestion(portal.overview) }
          : ((await addMethod(portal, sent)) ?? done(portal)),
      async (portal, problem) => ({ page: cardQuestion(portal.overview, problem) }),
    ),
  );

  /** Back from the challenge of the bank. */
  pages.get(`${root}/payment-method/saved`, (c) =>
    visit(
      c,
      engine,
      async (portal) =>
        (await methodSaved(portal, c.req.query('setup_intent') ?? ''))
          ? done(portal)
          : { location: `${portal.home}/payment-method` },
      showHome,
    ),
  );

  pages.post(`${root}/payment-methods/:id`, (c) =>
    visit(
      c,
      engine,
      async (portal, sent = {}) => {
        await methodChanged(portal, c.req.param('id'), text(sent, 'step'));
        return { location: portal.overview };
      },
      showHome,
    ),
  );
}
