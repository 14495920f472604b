/** What the payer sees at the bank, the wallet or the lender. */
import { html } from 'hono/html';
import type { Details } from '../challenge/details.ts';
import type { Html, Page } from '../document.ts';
import type { Intent } from '../intent.ts';
import { addressed, idRow, rows } from '../parts.ts';

const decision = (secret: string, what: string): string => addressed('', { client_secret: secret, decision: what });

const facts = (intent: Intent, { merchant, amount, method }: Details): Html =>
  rows([
    ['Merchant', html`${merchant.name} <small><code>${merchant.account}</code></small>`],
    amount === undefined ? ['For', 'Later payments'] : ['Amount', html`<strong>${amount}</strong>`],
    ['Pay with', method],
    idRow(intent),
  ]);

const noun = (amount: string | undefined): string => (amount === undefined ? 'set-up' : 'payment');

const failing = (secret: string, amount: string | undefined): Html =>
  html`<form method="post" action="${decision(secret, 'fail')}"><button>Fail test ${noun(amount)}</button></form>`;

export function approvalView(intent: Intent, secret: string, details: Details): Page {
  const { amount, method } = details;
  const title = amount === undefined ? 'Authorize later payments' : 'Authorize the payment';
  return {
    title,
    body: html`<h1>${title}</h1>
<p>This page stands in for that of ${method}.</p>
${facts(intent, details)}
<form method="post" action="${decision(secret, 'authorize')}"><button class="main">Authorize test ${noun(amount)}</button></form>
${failing(secret, amount)}`,
  };
}

export function codeView(intent: Intent, secret: string, details: Details): Page {
  const title = 'Confirm that it is you';
  return {
    title,
    body: html`<h1>${title}</h1>
<p>Link has sent a code to your telephone. In test mode any six digits do.</p>
${facts(intent, details)}
<form method="post" action="${decision(secret, 'code')}">
<label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code" required pattern="[0-9 ]*"></label>
<button class="main">Continue</button>
</form>
${failing(secret, details.amount)}`,
  };
}

/** For payers who came without a `return_url`. */
export function decidedView(intent: Intent, approved: boolean): Page {
  const title = approved ? 'Authorized' : 'Not authorized';
  return {
    title,
    body: html`<h1>${title}</h1>
<p>You can close this window.</p>
${rows([idRow(intent), ['Status', html`<code>${intent.status}</code>`]])}`,
  };
}
