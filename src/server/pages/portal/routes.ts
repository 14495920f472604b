/** `/p/session/:token`: the billing portal. */

import type { Hono } from 'hono';
import { html } from 'hono/html';
import type Stripe from 'stripe';
import type { Engine } from '../../engine/engine.ts';
import { errors } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import { day } from '../../kernel/wording.ts';
import { text } from '../address-form.ts';
import type { Html } from '../document.ts';
import { customerPage } from './customer.ts';
import { done } from './done.ts';
import { showHome } from './home.ts';
import { addMethod, methodChanged, methodSaved } from './methods.ts';
import { pausePage, unpausePage } from './pause-pages.ts';
import { changePlan, limitsOf, offeredPrices } from './plan.ts';
import { cancel, isEnding, itemsOf, lastDay, nameOf, ownSubscription, priceText, resume } from './subscriptions.ts';
import { cardQuestion, questionView, reasonField } from './views.ts';
import { type Answer, type Portal, visit } from './visit.ts';

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

async function cancelPage(portal: Portal, sent: Params | undefined, id: string, problem?: string): Promise<Answer> {
  const subscription = await ownSubscription(portal, id);
  if (sent !== undefined) {
    await cancel(portal, subscription, text(sent, 'feedback'));
    return done(portal);
  }
  const { cancellation_reason: asks, mode } = portal.features.subscription_cancel;
  const ends = lastDay(subscription, await itemsOf(portal, id));
  return {
    page: questionView({
      title: 'Cancel your subscription',
      says: mode === 'at_period_end' ? `It stays yours until ${day(ends)}.` : 'It ends at once.',
      fields: asks.enabled ? reasonField(asks.options) : '',
      button: 'Cancel subscription',
      back: `${portal.home}?home=1`,
      problem,
    }),
    leadsTo: portal.session.flow?.after_completion.redirect?.return_url ?? null,
  };
}

async function resumePage(portal: Portal, sent: Params | undefined, id: string, problem?: string): Promise<Answer> {
  const subscription = await ownSubscription(portal, id);
  if (!isEnding(subscription)) return { location: `${portal.home}?home=1` };
  if (sent !== undefined) {
    await resume(portal, subscription);
    return done(portal);
  }
  return {
    page: questionView({
      title: 'Keep your subscription',
      says: 'It goes on, and renews as before.',
      button: "Don't cancel subscription",
      back: `${portal.home}?home=1`,
      problem,
    }),
  };
}

/** The number that the customer chose, where there is a choice. */
function quantityIn(
  portal: Portal,
  sent: Params,
  item: Stripe.SubscriptionItem,
  offers: readonly Stripe.Price[],
): number | undefined {
  const price = offers.find(({ id }) => id === text(sent, 'price')) ?? item.price;
  const limits = limitsOf(portal, price);
  const typed = text(sent, 'quantity');
  if (limits === undefined || typed === '') return undefined;
  const quantity = Number(typed);
  const { minimum, maximum = Number.MAX_SAFE_INTEGER } = limits;
  if (Number.isInteger(quantity) && quantity >= minimum && quantity <= maximum) return quantity;
  throw errors.invalid('Choose another quantity: this one is not offered.', 'quantity');
}

function quantityField(portal: Portal, item: Stripe.SubscriptionItem, offers: readonly Stripe.Price[]): Html | '' {
  const limits = offers.map((price) => limitsOf(portal, price)).find((each) => each !== undefined);
  if (limits === undefined) return '';
  return html`<label>Quantity
<input type="number" name="quantity" value="${item.quantity ?? 1}" min="${limits.minimum}" max="${limits.maximum ?? ''}"></label>`;
}

async function updatePage(portal: Portal, sent: Params | undefined, id: string, problem?: string): Promise<Answer> {
  const subscription = await ownSubscription(portal, id);
  const [item] = await itemsOf(portal, id);
  if (item === undefined) throw errors.invalid('This subscription has nothing to change.');
  const offers = await offeredPrices(portal);
  if (sent !== undefined) {
    const price = text(sent, 'price');
    if (!offers.some((each) => each.id === price)) throw errors.invalid('This plan is not offered.', 'price');
    await changePlan(portal, subscription, { item: item.id, price, quantity: quantityIn(portal, sent, item, offers) });
    return done(portal);
  }
  const shown: [Stripe.Price, string][] = [];
  for (const price of offers) shown.push([price, await nameOf(portal, price)]);
  return {
    page: questionView({
      title: 'Update your plan',
      says: `Now: ${await nameOf(portal, item.price)}, ${priceText(item.price, item.quantity)}`,
      fields: html`<fieldset><legend>Change to</legend>${shown.map(
        ([price, name]) => html`<label class="box"><input type="radio" name="price" value="${price.id}" required${
          price.id === item.price.id ? html` checked` : ''
        }> ${name}, ${priceText(price, item.quantity)}</label>
`,
      )}</fieldset>
${quantityField(portal, item, offers)}`,
      button: 'Update plan',
      back: `${portal.home}?home=1`,
      problem,
    }),
    leadsTo: portal.session.flow?.after_completion.redirect?.return_url ?? null,
  };
}

async function confirmPage(portal: Portal, sent: Params | undefined, id: string, problem?: string): Promise<Answer> {
  const subscription = await ownSubscription(portal, id);
  const flow = portal.session.flow?.subscription_update_confirm;
  const [change] = flow?.items ?? [];
  if (flow?.subscription !== id || !change?.id) throw errors.invalid('There is nothing to confirm.');
  const { id: item, price: wanted, quantity } = change;
  if (sent !== undefined) {
    await changePlan(portal, subscription, { item, price: wanted, quantity, discounts: flow.discounts });
    return done(portal);
  }
  const current = await portal.work.find<Stripe.SubscriptionItem>('subscription_item', item, 'item');
  const price = wanted === null ? current.price : await portal.work.find<Stripe.Price>('price', wanted, 'price');
  return {
    page: questionView({
      title: 'Confirm your update',
      says: `From now on: ${await nameOf(portal, price)}, ${priceText(price, quantity ?? current.quantity)}`,
      button: 'Confirm',
      back: portal.session.return_url ?? `${portal.home}?home=1`,
      problem,
    }),
    leadsTo: portal.session.flow?.after_completion.redirect?.return_url ?? null,
  };
}

type Question = (portal: Portal, sent: Params | undefined, id: string, problem?: string) => Promise<Answer>;

const questions: Readonly<Record<string, Question>> = {
  cancel: cancelPage,
  pause: pausePage,
  unpause: unpausePage,
  resume: resumePage,
  update: updatePage,
  confirm: confirmPage,
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
        (portal, sent) => question(portal, sent, c.req.param('id') ?? ''),
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
          ? { page: cardQuestion(`${portal.home}?home=1`) }
          : ((await addMethod(portal, sent)) ?? done(portal)),
      async (portal, problem) => ({ page: cardQuestion(`${portal.home}?home=1`, problem) }),
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
        return { location: `${portal.home}?home=1` };
      },
      showHome,
    ),
  );
}
