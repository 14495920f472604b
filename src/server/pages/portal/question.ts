/** A page asks the customer something, and the answer does it. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Params } from '../../kernel/params.ts';
import { done } from './done.ts';
import { type Asked, questionView } from './views.ts';
import type { Answer, Portal } from './visit.ts';

export interface Question {
  shown(): Awaitable<Asked>;
  answered(sent: Params): Promise<unknown>;
}

/** `sent` is undefined where the page is only opened; a question of undefined has answered itself. */
export async function put(
  portal: Portal,
  question: Question | undefined,
  sent: Params | undefined,
  problem?: string,
): Promise<Answer> {
  if (question === undefined) return { location: portal.overview };
  if (sent !== undefined) {
    await question.answered(sent);
    return done(portal);
  }
  return {
    page: questionView({ back: portal.overview, ...(await question.shown()), problem }),
    leadsTo: portal.session.flow?.after_completion.redirect?.return_url ?? null,
  };
}
