import type { Params } from '../../kernel/params.ts';
import { text } from '../address-form.ts';
import { done } from './done.ts';
import { durationField, isPaused, pause, unpause } from './pause.ts';
import { ownSubscription } from './subscriptions.ts';
import { questionView } from './views.ts';
import type { Answer, Portal } from './visit.ts';

export async function pausePage(
  portal: Portal,
  sent: Params | undefined,
  id: string,
  problem?: string,
): Promise<Answer> {
  const subscription = await ownSubscription(portal, id);
  if (sent !== undefined) {
    await pause(portal, subscription, text(sent, 'duration'));
    return done(portal);
  }
  return {
    page: questionView({
      title: 'Pause your subscription',
      says: 'Nothing is charged while it is paused.',
      fields: durationField(portal),
      button: 'Pause subscription',
      back: `${portal.home}?home=1`,
      problem,
    }),
    leadsTo: portal.session.flow?.after_completion.redirect?.return_url ?? null,
  };
}

export async function unpausePage(
  portal: Portal,
  sent: Params | undefined,
  id: string,
  problem?: string,
): Promise<Answer> {
  const subscription = await ownSubscription(portal, id);
  if (!isPaused(subscription)) return { location: `${portal.home}?home=1` };
  if (sent !== undefined) {
    await unpause(portal, subscription);
    return done(portal);
  }
  return {
    page: questionView({
      title: 'Resume your subscription',
      says: 'It goes on, and is charged as before.',
      button: 'Resume subscription',
      back: `${portal.home}?home=1`,
      problem,
    }),
  };
}
