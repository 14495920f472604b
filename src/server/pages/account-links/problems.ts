import type { Context } from 'hono';
import { html } from 'hono/html';
import { answerPage } from '../document.ts';

export function unknownLink(c: Context): Response | Promise<Response> {
  const title = 'No such link';
  const body = html`<h1>${title}</h1>
<p>No sandbox has the account with this link. It may have been reset since.</p>`;
  return answerPage(c, { title, body }, 404);
}
