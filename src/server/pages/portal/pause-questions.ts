import { errors } from '../../kernel/errors.ts';
import { text } from '../address-form.ts';
import { durationField, isPaused, pause, unpause } from './pause.ts';
import type { Question } from './question.ts';
import { isEnding, ownSubscription } from './subscriptions.ts';
import type { Portal } from './visit.ts';

export async function pauseQuestion(portal: Portal, id: string): Promise<Question> {
  const subscription = await ownSubscription(portal, id);
  if (isPaused(subscription)) throw errors.invalid('This subscription is paused already.');
  if (isEnding(subscription)) throw errors.invalid('This subscription is about to end and cannot be paused.');
  return {
    answered: (sent) => pause(portal, subscription, text(sent, 'duration')),
    shown: () => ({
      title: 'Pause your subscription',
      says: 'Nothing is charged while it is paused.',
      fields: durationField(portal),
      button: 'Pause subscription',
    }),
  };
}

export async function unpauseQuestion(portal: Portal, id: string): Promise<Question | undefined> {
  const subscription = await ownSubscription(portal, id);
  if (!isPaused(subscription)) return undefined;
  return {
    answered: () => unpause(portal, subscription),
    shown: () => ({
      title: 'Resume your subscription',
      says: 'It goes on, and is charged as before.',
      button: 'Resume subscription',
    }),
  };
}
