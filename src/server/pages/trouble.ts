/** What is said where an address leads to nothing that could be done. */
import { html } from 'hono/html';
import type { Page } from './document.ts';
import type { Intent, Problem } from './intent.ts';
import { nounOf } from './parts.ts';

const standings: Readonly<Record<string, string>> = {
  requires_payment_method: 'it needs a payment method, because there was none yet or the last one failed',
  requires_confirmation: 'it has to be confirmed first',
  requires_action: 'it waits for something else',
  processing: 'it is being processed',
  requires_capture: 'it is authorized and waits to be captured',
  succeeded: 'it has succeeded',
  canceled: 'it was canceled',
};

/** It is over, or has not begun. */
export function nothingToDoView(intent: Intent, action: string, back: string | undefined): Page {
  const title = `Nothing to ${action}`;
  const standing = standings[intent.status] ?? `it is ${intent.status}`;
  return {
    title,
    body: html`<h1>${title}</h1>
<p>The ${nounOf(intent)} <code>${intent.id}</code> does not wait for this: ${standing}.</p>
${back === undefined ? '' : html`<p><a class="button main" href="${back}">Return to the merchant</a></p>`}`,
  };
}

/** What Stripe refuses. */
export function refusedView(message: string, again: string): Page {
  const title = 'This did not work';
  return {
    title,
    body: html`<h1>${title}</h1>
<p role="alert">${message}</p>
<p class="leave"><a href="${again}">Try again</a></p>`,
  };
}

export function problemView(problem: Problem, id: string): Page {
  const [title, meaning] =
    problem === 'unknown'
      ? (['No such intent', html`No sandbox has <code>${id}</code>. It may have been reset since.`] as const)
      : ([
          'Wrong client secret',
          html`The <code>client_secret</code> in the address is not that of <code>${id}</code>. Use the address in its <code>next_action</code> as it is.`,
        ] as const);
  return { title, body: html`<h1>${title}</h1>\n<p>${meaning}</p>` };
}
