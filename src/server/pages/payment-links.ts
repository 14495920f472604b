/** `/b/:token`: a payment link. Each visit opens a session, and goes on to its page. */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Engine } from '../engine/engine.ts';
import type { StoredLink } from '../resources/payment-link/stored.ts';
import { visitLink } from '../resources/payment-link/visit.ts';
import { answerPage, type Page } from './document.ts';
import { inKeeper } from './keeper.ts';

const inactiveView = ({ inactive_message: message }: StoredLink): Page => ({
  title: 'The link is no longer active',
  body: html`<h1>The link is no longer active</h1>\n<p>${message ?? 'Ask whoever gave it to you for another one.'}</p>`,
});

const unknownView: Page = {
  title: 'No such payment link',
  body: html`<h1>No such payment link</h1>\n<p>No sandbox has it. It may have been reset since.</p>`,
};

export function addPaymentLinks(pages: Hono, engine: Engine): void {
  pages.get('/b/:token', async (c) => {
    const { client_reference_id, prefilled_email } = c.req.query();
    const token = c.req.param('token');
    const found = await inKeeper(engine, async (work) => {
      const [link] = await work.list<StoredLink>('payment_link', {
        filter: (row) => (row as StoredLink).url.endsWith(`/b/${token}`),
        limit: 1,
      });
      if (link === undefined) return undefined;
      return link.active ? visitLink(work, link, { client_reference_id, prefilled_email }) : link;
    });
    if (found === undefined) return answerPage(c, unknownView, 404);
    if (found.object === 'payment_link') return answerPage(c, inactiveView(found as StoredLink), 410);
    return c.redirect(found.url ?? '/', 303);
  });
}
