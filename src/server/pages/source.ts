/** `/_emulator/source/:intent`: where a Source of the flow `redirect` sends its payer. */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type Stripe from 'stripe';
import type { Engine } from '../engine/engine.ts';
import { errors } from '../kernel/errors.ts';
import type { Work } from '../kernel/work.ts';
import { formatAmount } from '../resources/charge/currencies.ts';
import type { Page } from './document.ts';
import type { Intent } from './intent.ts';
import { addressed, rows } from './parts.ts';
import { type Answer, visit } from './visit.ts';

const path = '/_emulator/source/:intent';
const action = 'authorize';
const actions: readonly string[] = [action, 'fail'];

const sourceOf = (intent: Intent): Stripe.Source => intent as unknown as Stripe.Source;

function view(source: Stripe.Source, secret: string): Page {
  const { amount, currency, id, type } = source;
  const title = 'Authorize the payment';
  const decide = (decision: string): string => addressed('', { client_secret: secret, decision });
  return {
    title,
    body: html`<h1>${title}</h1>
<p>This page stands in for that of ${type.replaceAll('_', ' ')}.</p>
${rows([
  [
    'Amount',
    html`<strong>${formatAmount(amount ?? 0, currency ?? 'eur')} ${(currency ?? 'eur').toUpperCase()}</strong>`,
  ],
  ['Source', html`<code>${id}</code>`],
])}
<form method="post" action="${decide(action)}"><button class="main">Authorize test payment</button></form>
<form method="post" action="${decide('fail')}"><button>Fail test payment</button></form>`,
  };
}

/** Stripe adds these to the merchant's own parameters: https://docs.stripe.com/sources/best-practices */
function wayBack({ client_secret, id, redirect, status }: Stripe.Source): string {
  const url = new URL(redirect?.return_url ?? '');
  url.searchParams.set('client_secret', client_secret);
  url.searchParams.set('livemode', 'false');
  url.searchParams.set('redirect_status', status === 'chargeable' ? 'succeeded' : 'failed');
  url.searchParams.set('source', id);
  return url.href;
}

async function decide(work: Work, intent: Intent, decision: string): Promise<Answer> {
  if (!actions.includes(decision)) throw errors.choice('decision', 'decision', actions);
  const decided = sourceOf((await work.perform(intent, decision)) as Intent);
  return { location: wayBack(decided) };
}

const returnUrl = (intent: Intent): string | undefined => sourceOf(intent).redirect?.return_url;

export function addSources(pages: Hono, engine: Engine): void {
  pages.get(path, (c) =>
    visit(c, engine, action, async (_, intent, secret) => ({
      page: view(sourceOf(intent), secret),
      leadsTo: returnUrl(intent),
    })),
  );

  pages.post(path, (c) =>
    visit(c, engine, action, (work, intent) => decide(work, intent, c.req.query('decision') ?? '')),
  );
}
