/** Customers let a subscription end, and think better of it. */
import { day } from '../../kernel/wording.ts';
import { text } from '../address-form.ts';
import type { Question } from './question.ts';
import { cancel, isEnding, itemsOf, lastDay, ownSubscription, resume } from './subscriptions.ts';
import { reasonField } from './views.ts';
import type { Portal } from './visit.ts';

export async function cancelQuestion(portal: Portal, id: string): Promise<Question> {
  const subscription = await ownSubscription(portal, id);
  return {
    answered: (sent) => cancel(portal, subscription, text(sent, 'feedback')),
    async shown() {
      const { cancellation_reason: asks, mode } = portal.features.subscription_cancel;
      const ends = lastDay(subscription, await itemsOf(portal, id));
      return {
        title: 'Cancel your subscription',
        says: mode === 'at_period_end' ? `It stays yours until ${day(ends)}.` : 'It ends at once.',
        fields: asks.enabled ? reasonField(asks.options) : '',
        button: 'Cancel subscription',
      };
    },
  };
}

export async function resumeQuestion(portal: Portal, id: string): Promise<Question | undefined> {
  const subscription = await ownSubscription(portal, id);
  if (!isEnding(subscription)) return undefined;
  return {
    answered: () => resume(portal, subscription),
    shown: () => ({
      title: 'Keep your subscription',
      says: 'It goes on, and renews as before.',
      button: "Don't cancel subscription",
    }),
  };
}
