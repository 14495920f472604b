/** The challenge as the cardholder sees it. */
import { html } from 'hono/html';
import type { Page } from '../document.ts';
import type { Intent } from '../intent.ts';
import { addressed, idRow, nounOf, rows } from '../parts.ts';
import type { Details } from './details.ts';

export function challengeView(intent: Intent, secret: string, { merchant, amount, method }: Details): Page {
  const title = amount === undefined ? 'Confirm your card' : 'Confirm your payment';
  const decide = (decision: string): string => addressed('', { client_secret: secret, decision });
  return {
    title,
    body: html`<h1>${title}</h1>
<p>This page stands in for your bank, which asks whether it is really you (3D Secure).</p>
${rows([
  ['Merchant', html`${merchant.name} <small><code>${merchant.account}</code></small>`],
  amount === undefined ? ['For', 'Later payments'] : ['Amount', html`<strong>${amount}</strong>`],
  ['Card', method],
  idRow(intent),
])}
<form method="post" action="${decide('complete')}"><button class="main">Complete authentication</button></form>
<form method="post" action="${decide('fail')}"><button>Fail authentication</button></form>
<p class="leave"><a href="${addressed(`${intent.id}/abandoned`, { client_secret: secret })}">Abandon without answering</a></p>`,
  };
}

/** A payer who walks away is sent nowhere, and nothing changes: as at Stripe, the intent goes on waiting. */
export function abandonedView(intent: Intent, secret: string): Page {
  const title = 'Authentication abandoned';
  return {
    title,
    body: html`<h1>${title}</h1>
<p>Nothing was decided: the ${nounOf(intent)} <code>${intent.id}</code> is still <code>${intent.status}</code>. You can close this window.</p>
<p class="leave"><a href="${addressed(`../${intent.id}`, { client_secret: secret })}">Back to the authentication</a></p>`,
  };
}

const outcomes = {
  passed: ['Authentication complete', 'Your bank knows that it was you.'],
  failed: ['Authentication failed', 'Your bank could not tell that it was you.'],
  declined: ['Card declined', 'You were authenticated, but your bank declined the card.'],
} as const;

export type Outcome = keyof typeof outcomes;

/** For payers who came without a `return_url`. */
export function decidedView(intent: Intent, outcome: Outcome): Page {
  const [title, meaning] = outcomes[outcome];
  return {
    title,
    body: html`<h1>${title}</h1>
<p>${meaning} You can close this window.</p>
${rows([idRow(intent), ['Status', html`<code>${intent.status}</code>`]])}`,
  };
}
