/** `/i/:account/:secret`: the `hosted_invoice_url`, where customers see and pay an invoice. */
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Engine } from '../../engine/engine.ts';
import { readParams } from '../../http/body.ts';
import { StripeError } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { recordFailure } from '../../resources/invoice/collect.ts';
import { createIntent, intentOf } from '../../resources/invoice/intent.ts';
import { issuer } from '../../resources/invoice/paper.ts';
import type { StoredInvoice } from '../../resources/invoice/stored.ts';
import { linesOf } from '../../resources/invoice-line-item/of-invoice.ts';
import { confirm } from '../../resources/payment-intent/confirm.ts';
import { paymentMethodFrom } from '../../resources/payment-method/from.ts';
import { text } from '../address-form.ts';
import { cardFrom } from '../card-form.ts';
import { answerPage, type Page } from '../document.ts';
import { inAccount } from '../keeper.ts';
import { invoiceOf } from '../paper.ts';
import { savedCards } from '../saved-cards.ts';
import { invoiceView, unknownView } from './views.ts';

type Answer = { readonly page: Page; readonly status?: ContentfulStatusCode } | { readonly location: string };

const path = '/i/:account/:secret';

interface Again {
  readonly sent?: Params;
  readonly problem?: string;
  readonly status?: ContentfulStatusCode;
  readonly newCard?: boolean;
}

async function shown(work: Work, invoice: StoredInvoice, again: Again = {}): Promise<Answer> {
  const { sent = {}, problem, status = 200, newCard = false } = again;
  const intent = await intentOf(work, invoice);
  const entered = Object.fromEntries(['name', 'country', 'postal_code'].map((name) => [name, text(sent, name)]));
  const [merchant = 'the merchant'] = await issuer(work, invoice.issuer);
  const page = invoiceView({
    invoice,
    lines: await linesOf(work, invoice.id),
    merchant,
    saved: newCard ? [] : await savedCards(work, invoice.customer, true),
    entered: { ...entered, country: entered.country || 'US' },
    problem: problem ?? (invoice.status === 'open' ? intent?.last_payment_error?.message : undefined),
  });
  return { page, status };
}

async function paid(work: Work, invoice: StoredInvoice, sent: Params, returnUrl: string): Promise<Answer> {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') return shown(work, invoice);
  const saved = text(sent, 'payment_method');
  const [name, country, postal_code] = [text(sent, 'name'), text(sent, 'country'), text(sent, 'postal_code')];
  const method = await paymentMethodFrom(
    work,
    saved === '' ? { data: cardFrom(sent, { name, address: { country, postal_code } }) } : { id: saved },
  );
  const intent = (await intentOf(work, invoice)) ?? (await createIntent(work, invoice, invoice.amount_remaining));
  const outcome = await confirm(work, intent, {
    client_secret: intent.client_secret ?? '',
    payment_method: method.id,
    return_url: returnUrl,
  });
  if (outcome instanceof Refusal) {
    const failed = await recordFailure(work, invoice, 'person');
    return shown(work, failed, { sent, problem: outcome.error.details.message, status: 402, newCard: saved === '' });
  }
  const challenge = outcome.next_action?.redirect_to_url?.url;
  if (!challenge) return { location: returnUrl };
  await recordFailure(work, invoice, 'person', { actions: invoice.actions + 1 });
  return { location: challenge };
}

async function respond(c: Context, answer: Answer): Promise<Response> {
  if ('page' in answer) return answerPage(c, answer.page, answer.status);
  return c.body(null, 303, { location: answer.location, 'cache-control': 'no-store' });
}

type Use = (work: Work, invoice: StoredInvoice) => Promise<Answer>;

async function visit(c: Context, engine: Engine, use: Use, sent: Params = {}): Promise<Response> {
  const { account = '', secret = '' } = c.req.param() as Record<string, string>;
  const reach = (run: Use): Promise<Answer | undefined> =>
    inAccount(engine, account, async (work) => {
      const invoice = await invoiceOf(work, secret);
      return invoice && run(await work.at(invoice), invoice);
    });
  const missing: Answer = { page: unknownView, status: 404 };
  try {
    return await respond(c, (await reach(use)) ?? missing);
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const { message: problem } = error.details;
    const status = error.status as ContentfulStatusCode;
    const again: Again = { sent, problem, status, newCard: true };
    return respond(c, (await reach((work, invoice) => shown(work, invoice, again))) ?? missing);
  }
}

export function addInvoices(pages: Hono, engine: Engine): void {
  pages.get(path, (c) =>
    visit(c, engine, (work, invoice) => shown(work, invoice, { newCard: c.req.query('card') === 'new' })),
  );

  pages.post(path, async (c) => {
    const sent = await readParams(c.req.raw);
    const here = c.req.url.replace(/\?.*$/, '');
    return visit(c, engine, (work, invoice) => paid(work, invoice, sent, here), sent);
  });
}
