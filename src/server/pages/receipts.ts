/** `/receipts/payment/:token`: the `receipt_url` of a charge. */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Engine } from '../engine/engine.ts';
import { day } from '../kernel/wording.ts';
import type { Work } from '../kernel/work.ts';
import type { StoredCharge } from '../resources/charge/stored.ts';
import { issuer } from '../resources/invoice/paper.ts';
import { money } from './amount.ts';
import { answerPage, type Html, type Page } from './document.ts';
import { inKeeper } from './keeper.ts';
import { rows } from './parts.ts';

function methodOf({ payment_method_details: details }: StoredCharge): string {
  const card = details?.card;
  if (!card) return (details?.type ?? 'unknown').replaceAll('_', ' ');
  return `${(card.brand ?? 'card').replace(/^\w/, (letter) => letter.toUpperCase())} ending in ${card.last4 ?? ''}`;
}

function receiptView(charge: StoredCharge, merchant: string): Page {
  const { amount_captured: paid, amount_refunded: refunded, created, currency, description, id } = charge;
  const title = `Receipt from ${merchant}`;
  const optional: (readonly [string, Html | string])[] = [
    ...(description === null ? [] : [['For', description] as const]),
    ...(refunded > 0 ? [['Refunded', money(-refunded, currency)] as const] : []),
  ];
  return {
    title,
    body: html`<h1>${title}</h1>
${rows([
  ['Amount paid', html`<strong>${money(paid, currency)} ${currency.toUpperCase()}</strong>`],
  ['Date paid', day(created)],
  ['Payment method', methodOf(charge)],
  ...optional,
  ['Charge', html`<code>${id}</code>`],
])}`,
  };
}

const unknownView: Page = {
  title: 'No such receipt',
  body: html`<h1>No such receipt</h1>\n<p>No sandbox has it. It may have been reset since.</p>`,
};

async function receipt(work: Work, token: string): Promise<Page | undefined> {
  const [charge] = await work.list<StoredCharge>('charge', {
    filter: (row) => (row as StoredCharge).receipt_url?.endsWith(`/${token}`) ?? false,
    limit: 1,
  });
  if (charge === undefined) return undefined;
  const [merchant = 'the merchant'] = await issuer(work);
  return receiptView(charge, merchant);
}

export function addReceipts(pages: Hono, engine: Engine): void {
  pages.get('/receipts/payment/:token', async (c) => {
    const page = await inKeeper(engine, (work) => receipt(work, c.req.param('token')));
    return page === undefined ? answerPage(c, unknownView, 404) : answerPage(c, page);
  });
}
