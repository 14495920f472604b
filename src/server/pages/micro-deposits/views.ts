/** What the holder of a bank account sees who has to prove that it is theirs. */
import { html } from 'hono/html';
import type { Html, Page } from '../document.ts';
import type { Intent } from '../intent.ts';
import { idRow, rows } from '../parts.ts';

const amountField = (label: string, problem: Html): Html =>
  html`<label>${label} <small>in cents</small>
<input name="amounts[]" inputmode="numeric" pattern="[0-9]{1,2}" maxlength="2" required autocomplete="off"${problem}></label>`;

interface Kind {
  readonly asks: string;
  fields(problem: Html): Html;
  /** Values of the test mode: https://docs.stripe.com/payments/ach-debit/set-up-payment?payment-ui=direct-api#test-microdeposits */
  readonly values: readonly (readonly [value: string, meaning: string])[];
}

const kinds: Readonly<Record<'amounts' | 'descriptor_code', Kind>> = {
  amounts: {
    asks: 'Two small deposits were sent to your account. How much were they?',
    fields: (problem) => html`${amountField('First deposit', problem)}\n${amountField('Second deposit', problem)}`,
    values: [
      ['32, 45', 'right'],
      ['10, 11', 'too many attempts'],
      ['40, 41', 'too late'],
    ],
  },
  descriptor_code: {
    asks: 'A small deposit was sent to your account. Its description has a code of six characters that begins with SM.',
    fields: (problem) => html`<label>Code of the deposit
<input name="descriptor_code" pattern="[Ss][Mm][0-9A-Za-z]{4}" maxlength="6" required autocomplete="off" spellcheck="false"${problem}></label>`,
    values: [
      ['SM11AA', 'right'],
      ['SM33CC', 'too many attempts'],
      ['SM44DD', 'too late'],
    ],
  },
};

/** With what was wrong with the last attempt. */
export function formView(intent: Intent, message?: string): Page {
  const type = intent.next_action?.verify_with_microdeposits?.microdeposit_type;
  const { asks, fields, values } = kinds[type === 'amounts' ? 'amounts' : 'descriptor_code'];
  const title = 'Verify your bank account';
  return {
    title: message === undefined ? title : `Error: ${title}`,
    body: html`<h1>${title}</h1>
<p>${asks}</p>
<form method="post">
${message === undefined ? '' : html`<p class="error" id="problem" role="alert">${message}</p>`}
${fields(message === undefined ? html`` : html` aria-invalid="true" aria-describedby="problem"`)}
<button class="main">Verify account</button>
</form>
<h2>In test mode</h2>
${rows([...values.map(([value, meaning]) => [html`<code>${value}</code>`, meaning] as const), ['Any other', 'wrong']])}`,
  };
}

const endView = (intent: Intent, title: string, meaning: string): Page => ({
  title,
  body: html`<h1>${title}</h1>
<p>${meaning}</p>
<p>You can close this window.</p>
${rows([idRow(intent)])}`,
});

export const verifiedView = (intent: Intent): Page =>
  endView(intent, 'Account verified', 'The bank account may be used now.');

export const failedView = (intent: Intent, message: string): Page => endView(intent, 'Verification failed', message);
