/** Customers change what they have subscribed to. */
import { html } from 'hono/html';
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import { text } from '../address-form.ts';
import type { Html } from '../document.ts';
import { changePlan, limitsOf, offeredPrices } from './plan.ts';
import type { Question } from './question.ts';
import { itemsOf, nameOf, ownSubscription, priceText } from './subscriptions.ts';
import type { Portal } from './visit.ts';

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

export async function updateQuestion(portal: Portal, id: string): Promise<Question> {
  const subscription = await ownSubscription(portal, id);
  const [item] = await itemsOf(portal, id);
  if (item === undefined) throw errors.invalid('This subscription has nothing to change.');
  const offers = await offeredPrices(portal, item.price);
  return {
    async answered(sent) {
      const price = text(sent, 'price');
      if (!offers.some((each) => each.id === price)) throw errors.invalid('This plan is not offered.', 'price');
      await changePlan(portal, subscription, {
        item: item.id,
        price,
        quantity: quantityIn(portal, sent, item, offers),
      });
    },
    async shown() {
      const shown: [Stripe.Price, string][] = [];
      for (const price of offers) shown.push([price, await nameOf(portal, price)]);
      return {
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
      };
    },
  };
}

export async function confirmQuestion(portal: Portal, id: string): Promise<Question> {
  const subscription = await ownSubscription(portal, id);
  const flow = portal.session.flow?.subscription_update_confirm;
  const [change] = flow?.items ?? [];
  if (flow?.subscription !== id || !change?.id) throw errors.invalid('There is nothing to confirm.');
  const { id: item, price: wanted, quantity } = change;
  return {
    answered: () => changePlan(portal, subscription, { item, price: wanted, quantity, discounts: flow.discounts }),
    async shown() {
      const current = await portal.work.find<Stripe.SubscriptionItem>('subscription_item', item, 'item');
      const price = wanted === null ? current.price : await portal.work.find<Stripe.Price>('price', wanted, 'price');
      return {
        title: 'Confirm your update',
        says: `From now on: ${await nameOf(portal, price)}, ${priceText(price, quantity ?? current.quantity)}`,
        button: 'Confirm',
        ...(portal.session.return_url !== null && { back: portal.session.return_url }),
      };
    },
  };
}
