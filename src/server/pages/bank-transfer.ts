/** `/_emulator/bank-transfer/:intent`: the `hosted_instructions_url`, which tells a customer where to send the money. */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type Stripe from 'stripe';
import type { Engine } from '../engine/engine.ts';
import { formatAmount } from '../resources/charge/currencies.ts';
import type { Page } from './document.ts';
import type { Intent } from './intent.ts';
import { addressed, idRow, rows } from './parts.ts';
import { visit } from './visit.ts';

type Instructions = Stripe.PaymentIntent.NextAction.DisplayBankTransferInstructions;

const path = '/_emulator/bank-transfer/:intent';
const action = 'fund';

const instructionsOf = (intent: Intent): Instructions | undefined =>
  (intent.next_action as Stripe.PaymentIntent.NextAction | null)?.display_bank_transfer_instructions;

/** Numbers and names of an address, in the words of its own network. */
function address({ type, ...kinds }: NonNullable<Instructions['financial_addresses']>[number]) {
  const own = (kinds as unknown as Readonly<Record<string, object>>)[type] ?? {};
  const told = Object.entries(own).filter(([, value]) => typeof value === 'string');
  return html`<h2>${type.replaceAll('_', ' ')}</h2>
${rows(told.map(([name, value]) => [name.replaceAll('_', ' '), html`<code>${value}</code>`]))}`;
}

function view(intent: Intent, secret: string): Page {
  const title = 'Transfer the money';
  const { amount_remaining, currency, financial_addresses, reference } = instructionsOf(intent) ?? {};
  const amount = formatAmount(amount_remaining ?? 0, currency ?? 'usd');
  return {
    title,
    body: html`<h1>${title}</h1>
${rows([
  ['Amount', html`<strong>${amount} ${(currency ?? '').toUpperCase()}</strong>`],
  ['Reference', html`<code>${reference ?? ''}</code>`],
  idRow(intent),
])}
${financial_addresses?.map(address) ?? ''}
<form method="post" action="${addressed('', { client_secret: secret })}"><button class="main">Send the test transfer</button></form>`,
  };
}

export function addBankTransfer(pages: Hono, engine: Engine): void {
  pages.get(path, (c) => visit(c, engine, action, async (_, intent, secret) => ({ page: view(intent, secret) })));

  pages.post(path, (c) =>
    visit(c, engine, action, async (work, intent) => {
      const funded = (await work.perform(intent, action)) as Intent;
      const title = 'The money is on its way';
      const body = html`<h1>${title}</h1>
<p>You can close this window.</p>
${rows([idRow(funded), ['Status', html`<code>${funded.status}</code>`]])}`;
      return { page: { title, body } };
    }),
  );
}
