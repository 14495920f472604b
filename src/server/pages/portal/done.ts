import { doneView } from './views.ts';
import type { Answer, Portal } from './visit.ts';

/** After what the customer came for. */
export function done({ session, home }: Portal): Answer {
  const { after_completion: after } = session.flow ?? {};
  if (after?.type === 'redirect' && after.redirect) return { location: after.redirect.return_url };
  if (after?.type !== 'hosted_confirmation') return { location: `${home}?home=1` };
  return { page: doneView(after.hosted_confirmation?.custom_message ?? null, session.return_url ?? `${home}?home=1`) };
}
