/** `GET /v1/invoices/upcoming`, which API versions before `create_preview` have: the same preview, asked for in other words. */
import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { pageOf, pageQuery } from '../../kernel/page.ts';
import type { Call, ListResult, Work } from '../../kernel/work.ts';
import { nextBilled } from '../subscription/next-billed.ts';
import { previewInvoice } from './preview.ts';
import type { StoredInvoice } from './stored.ts';

type Preview = Stripe.InvoiceCreatePreviewParams;
type Details = NonNullable<Preview['subscription_details']>;

/** Parameters of subscriptions had their own names, those of `subscription_details` behind `subscription_`. */
type Prefixed = { readonly [K in keyof Details as `subscription_${string & K}`]?: Details[K] };

interface Params extends Omit<Preview, 'limit'>, Prefixed {
  readonly coupon?: string;
  readonly subscription_trial_from_plan?: boolean;
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
}

const prefix = 'subscription_';
const apart = new Set(['subscription_details', 'subscription_trial_from_plan']);
const ofPages = new Set(['limit', 'starting_after', 'ending_before', 'coupon']);
type Anchor = Details['billing_cycle_anchor'];

/** A word or a time. */
const anchorFrom = (sent: unknown): Anchor =>
  typeof sent === 'number' ? { type: 'timestamp', timestamp: sent } : { type: sent as 'now' | 'unchanged' };

async function previewParams(work: Work, params: Params): Promise<Preview> {
  const sent: Record<string, unknown> = {};
  const details: Record<string, unknown> = { ...params.subscription_details };
  for (const [name, value] of Object.entries(params)) {
    if (name.startsWith(prefix) && !apart.has(name)) details[name.slice(prefix.length)] = value;
    else if (!ofPages.has(name) && !apart.has(name)) sent[name] = value;
  }
  const { billing_cycle_anchor: anchor } = details;
  if (anchor !== undefined) details.billing_cycle_anchor = anchorFrom(anchor);
  if (params.coupon !== undefined) sent.discounts = [{ coupon: params.coupon }];
  const described = Object.keys(details).length > 0;
  const none = ['subscription', 'schedule', 'schedule_details'].every((name) => sent[name] === undefined);
  if (none && details.items === undefined && params.customer !== undefined) {
    const subscription = await nextBilled(work, params.customer);
    if (subscription !== undefined) sent.subscription = subscription;
  } else if (none && described) details.billing_mode ??= { type: 'classic' };
  return { ...sent, ...(described && { subscription_details: details }) } as Preview;
}

/** Older than this mode: https://docs.stripe.com/billing/subscriptions/billing-mode */
async function refuseFlexible(work: Work, id: string | undefined): Promise<void> {
  const subscription = id === undefined ? undefined : await work.get<Stripe.Subscription>('subscription', id);
  if (subscription?.billing_mode.type !== 'flexible') return;
  throw errors.invalid(
    'The Upcoming Invoice API does not support `billing_mode = flexible` subscriptions. To preview invoices for these subscriptions, use the Create Preview Invoice API instead.',
  );
}

/** The same in each preview of the same: whoever reads the lines page by page names the last one that was read. */
function temporaryId({ customer }: StoredInvoice, { parent }: Stripe.InvoiceLineItem, at: number): string {
  const told = JSON.stringify([customer, parent, at]);
  return `il_tmp_${createHash('sha256').update(told).digest('hex').slice(0, 14)}`;
}

async function upcoming(call: Call<Params>): Promise<StoredInvoice> {
  const params = await previewParams(call.work, call.params);
  await refuseFlexible(call.work, params.subscription);
  const invoice = await previewInvoice({ ...call, params });
  const data = invoice.lines.data.map((line, at) => ({ ...line, id: temporaryId(invoice, line, at) }));
  return { ...invoice, lines: { ...invoice.lines, data } };
}

const shownLines = 10;
const named = ['customer', 'subscription', 'schedule'] as const;

/** Unlike a preview it has no id, so its lines are found by what it is asked for with. */
export async function retrieveUpcoming(call: Call<Params>): Promise<StoredInvoice> {
  const { id: _, ...invoice } = await upcoming(call);
  const { data } = invoice.lines;
  const query = named.flatMap((name) => (call.params[name] === undefined ? [] : `${name}=${call.params[name]}`));
  const lines = {
    ...invoice.lines,
    data: data.slice(0, shownLines),
    has_more: data.length > shownLines,
    url: `/v1/invoices/upcoming/lines?${query.join('&')}`,
  };
  return { ...invoice, lines } as StoredInvoice;
}

export async function listUpcomingLines(call: Call<Params>): Promise<ListResult> {
  const { lines } = await upcoming(call);
  return pageOf(lines.data, pageQuery(call.params), 'line_item', '/v1/invoices/upcoming/lines');
}
