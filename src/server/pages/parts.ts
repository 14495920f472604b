/** Pieces that several pages are made of. */
import { html } from 'hono/html';
import type { Html } from './document.ts';
import type { Intent } from './intent.ts';

export const rows = (pairs: readonly (readonly [name: Html | string, value: Html | string])[]): Html =>
  html`<dl>${pairs.map(
    ([name, value]) => html`
<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}
</dl>`;

const nouns: Readonly<Record<string, string>> = { payment_intent: 'payment', setup_intent: 'setup' };
export const nounOf = (intent: Intent): string => nouns[intent.object] ?? 'intent';

export const idRow = (intent: Intent): readonly [name: string, value: Html] => {
  const noun = nounOf(intent);
  return [`${noun.charAt(0).toUpperCase()}${noun.slice(1)}`, html`<code>${intent.id}</code>`];
};

export const addressed = (path: string, query: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(query)}`;
