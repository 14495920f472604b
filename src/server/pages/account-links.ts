/** `/setup/...`: where account links lead. Fields to fill in are still to come: the owner submits test data, or waits. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Engine } from '../engine/engine.ts';
import { errors, StripeError } from '../kernel/errors.ts';
import type { Work } from '../kernel/work.ts';
import type { StoredAccount } from '../resources/account/stored.ts';
import { follow, opened } from '../resources/account-link/follow.ts';
import { answerPage, type Page } from './document.ts';

const nobody = { id: null, idempotency_key: null };

function pageOf(account: StoredAccount): Page {
  const due = account.requirements?.currently_due ?? [];
  return {
    title: 'Onboarding',
    body: html`<h1>Tell Stripe about the business</h1>
<p>Account <code>${account.id}</code>${due.length === 0 ? ' needs nothing more.' : ' still needs:'}</p>
<ul>${due.map((field) => html`<li><code>${field}</code></li>`)}</ul>
<form method="post" action="?decision=submit"><button>Fill in test data and submit</button></form>
<form method="post" action="?decision=later"><button>Save for later</button></form>`,
  };
}

/** A link comes without a key: the sandbox is the one that has the account. */
async function inSandbox<T>(
  engine: Engine,
  account: string,
  use: (work: Work) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const name of engine.sandboxNames()) {
    const sandbox = engine.sandbox(name);
    await sandbox.settling;
    const found = await engine.transaction(sandbox, nobody, async (unit) => {
      const work = unit.work(sandbox.platform);
      return (await work.get('account', account)) === undefined ? undefined : use(work);
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

const unknown = (c: Context): Response =>
  c.json(errors.invalid('This account link does not exist.', undefined, undefined, 404).toBody(), 404);

export function addAccountLinks(pages: Hono, engine: Engine): void {
  const path = '/setup/:kind/:account/:token';

  pages.get(path, async (c) => {
    const { account: id, token } = c.req.param();
    const followed = await inSandbox(engine, id, (work) => follow(work, id, token));
    if (followed === undefined) return unknown(c);
    const { link, account } = followed;
    if (account === undefined) return c.redirect(link.refresh_url, 302);
    return answerPage(c, pageOf(account), 200, new URL(link.return_url).origin);
  });

  pages.post(path, async (c) => {
    const { account: id, token } = c.req.param();
    const submits = c.req.query('decision') === 'submit';
    try {
      const followed = await inSandbox(engine, id, async (work) => {
        const found = await opened(work, id, token);
        if (found?.account !== undefined && submits) await work.perform(found.account, 'onboard');
        return found;
      });
      if (followed === undefined) return unknown(c);
      const { link, account } = followed;
      return c.redirect(account === undefined ? link.refresh_url : link.return_url, 303);
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      const body = html`<h1>This cannot be submitted</h1><p>${error.message}</p>`;
      return answerPage(c, { title: 'Onboarding', body }, 409);
    }
  });
}
