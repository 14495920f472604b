/** Customers stop paying for a while, and go on. */
import { html } from 'hono/html';
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import { addIntervals } from '../../resources/subscription/period.ts';
import type { StoredSubscription } from '../../resources/subscription/stored.ts';
import type { Html } from '../document.ts';
import type { Portal } from './visit.ts';

type Option = Stripe.BillingPortal.Configuration.Features.SubscriptionPause.Duration.IntervalOption;

export const isPaused = ({ pause_collection: pause }: StoredSubscription): boolean => pause !== null;

const optionsOf = ({ features }: Portal): readonly Option[] => {
  const { duration } = features.subscription_pause;
  return duration.type === 'indefinite' ? [] : duration.interval_options;
};

const wordsOf = ({ interval, interval_count: count }: Option): string =>
  `${count} ${interval}${count === 1 ? '' : 's'}`;

/** For how long; nothing where it lasts until the customer comes back. */
export function durationField(portal: Portal): Html | '' {
  const options = optionsOf(portal);
  if (options.length === 0) return '';
  return html`<fieldset><legend>For how long?</legend>${options.map(
    (option, at) => html`<label class="box"><input type="radio" name="duration" value="${at}"${
      at === 0 ? html` checked` : ''
    }> ${wordsOf(option)}</label>
`,
  )}</fieldset>`;
}

function checkAllowed({ features }: Portal): void {
  if (!features.subscription_pause.enabled) throw errors.invalid('Subscriptions cannot be paused here.');
}

/** What falls due meanwhile is void. */
export async function pause(portal: Portal, subscription: StoredSubscription, duration: string): Promise<void> {
  checkAllowed(portal);
  const options = optionsOf(portal);
  const option = options[Number(duration || 0)];
  if (options.length > 0 && option === undefined) throw errors.invalid('This duration is not offered.', 'duration');
  const { interval, interval_count } = option ?? {};
  const ends =
    interval === undefined || interval_count === undefined
      ? undefined
      : addIntervals(portal.work.now, { interval: interval as 'month', interval_count }, 1);
  const params: Params = {
    pause_collection: { behavior: 'void', ...(ends !== undefined && { resumes_at: String(ends) }) },
  };
  await portal.call('subscriptions.update', params, [subscription]);
}

export async function unpause(portal: Portal, subscription: StoredSubscription): Promise<void> {
  checkAllowed(portal);
  await portal.call('subscriptions.update', { pause_collection: '' }, [subscription]);
}
