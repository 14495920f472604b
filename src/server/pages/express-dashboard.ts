/** `/express/...`: where login links lead, once each. What the owner of an Express account sees of it. */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type Stripe from 'stripe';
import type { Engine } from '../engine/engine.ts';
import type { Work } from '../kernel/work.ts';
import type { StoredAccount } from '../resources/account/stored.ts';
import { balanceId, type StoredBalance } from '../resources/balance/funds.ts';
import { logIn } from '../resources/login-link/index.ts';
import { unknownLink } from './account-links/problems.ts';
import { money } from './amount.ts';
import { answerPage, type Html, type Page } from './document.ts';
import { rows } from './parts.ts';
import { inSandboxOf } from './seller-sandbox.ts';

const title = 'Express dashboard';

const amounts = (entries: readonly { readonly amount: number; readonly currency: string }[]): string =>
  entries.map(({ amount, currency }) => money(amount, currency)).join(', ');

const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);

function due({ requirements }: StoredAccount): Html {
  const fields = requirements?.currently_due ?? [];
  if (fields.length === 0) return html`<p>Stripe needs nothing more.</p>`;
  return html`<p>Stripe needs more from you. Ask the platform for a link to update your account.</p>
<ul>${fields.map((field) => html`<li><code>${field}</code></li>`)}</ul>`;
}

function payoutsOf(payouts: readonly Stripe.Payout[]): Html {
  if (payouts.length === 0) return html`<p>None yet.</p>`;
  return rows(
    payouts.map(({ amount, arrival_date, currency, status }) => {
      return [day(arrival_date), html`${money(amount, currency)} <small>${status.replace('_', ' ')}</small>`] as const;
    }),
  );
}

async function dashboard(work: Work, account: StoredAccount): Promise<Page> {
  const own = work.on(account.id);
  const stored = await own.find<StoredBalance>('balance', balanceId, 'balance');
  const balance = (await own.show(stored)) as Stripe.Balance;
  const payouts = await own.list<Stripe.Payout>('payout', { limit: 5 });
  const [bank] = account.external_accounts?.data ?? [];
  const enabled = (flag: boolean | undefined): string => (flag ? 'enabled' : 'disabled');
  return {
    title,
    body: html`<h1>${account.settings?.dashboard?.display_name ?? 'Your account'}</h1>
<p>${title} · <code>${account.id}</code></p>
${rows([
  ['Charges', enabled(account.charges_enabled)],
  ['Payouts', enabled(account.payouts_enabled)],
  ['Available', amounts(balance.available)],
  ['On the way', amounts(balance.pending)],
  ['Paid out to', bank === undefined ? 'nothing yet' : `account ending in ${bank.last4}`],
])}
<h2>Payouts</h2>
${payoutsOf(payouts)}
<h2>Requirements</h2>
${due(account)}`,
  };
}

const used: Page = {
  title: 'This link has been used',
  body: html`<h1>This link has been used</h1>
<p>A login link opens once. The platform makes a new one for every visit.</p>`,
};

export function addExpressDashboard(pages: Hono, engine: Engine): void {
  pages.get('/express/:account/:token', async (c) => {
    const { account: id, token } = c.req.param();
    const page = await inSandboxOf(engine, id, async (work): Promise<Page | undefined> => {
      const login = await logIn(work, id, token);
      const account = await work.get<StoredAccount>('account', id);
      if (login === undefined || account === undefined) return undefined;
      return login === 'used' ? used : dashboard(work, account);
    });
    if (page === undefined) return unknownLink(c);
    return answerPage(c, page, page === used ? 410 : 200);
  });
}
