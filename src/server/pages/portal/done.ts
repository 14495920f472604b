import { doneView } from './views.ts';
import type { Answer, Portal } from './visit.ts';

/** After what the customer came for. */
export function done({ session, overview }: Portal): Answer {
  const { after_completion: after } = session.flow ?? {};
  if (after?.type === 'redirect' && after.redirect) return { location: after.redirect.return_url };
  if (after?.type !== 'hosted_confirmation') return { location: overview };
  return { page: doneView(after.hosted_confirmation?.custom_message ?? null, session.return_url ?? overview) };
}
