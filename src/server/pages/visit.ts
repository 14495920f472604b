/** Somebody opens, or sends, a page about an intent that waits for them. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Engine } from '../engine/engine.ts';
import type { Work } from '../kernel/work.ts';
import { answerPage, type Page } from './document.ts';
import { type Intent, isOpen, withIntent } from './intent.ts';
import { nothingToDoView, problemView } from './trouble.ts';
import { returnUrl, wayBack } from './way-back.ts';

export type Answer =
  | {
      readonly page: Page;
      readonly status?: ContentfulStatusCode;
      /** Where a form of the page may lead in the end. */
      readonly leadsTo?: string | undefined;
    }
  | { readonly location: string };

type Use = (work: Work, intent: Intent, secret: string) => Promise<Answer>;

/** Lets `use` answer where the intent waits for `action`, an outside action; says why where it does not. */
export async function visit(c: Context, engine: Engine, action: string, use: Use): Promise<Response> {
  const address = { id: c.req.param('intent') ?? '', secret: c.req.query('client_secret') ?? '' };
  const answer = await withIntent(engine, action, address, (work, intent) =>
    isOpen(engine, intent, action) ? use(work, intent, address.secret) : nothingToDo(work, intent, action),
  );
  if (typeof answer !== 'string') return respond(c, answer);
  return respond(c, { page: problemView(answer, address.id), status: answer === 'unknown' ? 404 : 403 });
}

async function nothingToDo(work: Work, intent: Intent, action: string): Promise<Answer> {
  const url = await returnUrl(work, intent);
  return { page: nothingToDoView(intent, action, url && wayBack(url, intent)), status: 409 };
}

function respond(c: Context, answer: Answer): Response | Promise<Response> {
  if ('page' in answer) {
    const { page, status, leadsTo } = answer;
    return answerPage(c, page, status, leadsTo && new URL(leadsTo).protocol);
  }
  return c.body(null, 303, {
    location: answer.location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
}
