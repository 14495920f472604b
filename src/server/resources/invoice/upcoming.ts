/** `GET /v1/invoices/upcoming`, which API versions before `create_preview` have: the same preview, asked for in other words. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, ListResult, Work } from '../../kernel/work.ts';
import { pageQuery } from '../event/page-query.ts';
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

export async function retrieveUpcoming(call: Call<Params>): Promise<StoredInvoice> {
  return previewInvoice({ ...call, params: await previewParams(call.work, call.params) });
}

export async function listUpcomingLines(call: Call<Params>): Promise<ListResult> {
  const { lines } = await retrieveUpcoming(call);
  const { limit = 10, startingAfter, endingBefore } = pageQuery({ ...call.params, created: undefined });
  const placeOf = (id: string, param: string): number => {
    const at = lines.data.findIndex((line) => line.id === id);
    if (at === -1) throw errors.missing('line_item', id, param, 'parameter');
    return at;
  };
  const after = startingAfter === undefined ? 0 : placeOf(startingAfter, 'starting_after') + 1;
  const until = endingBefore === undefined ? lines.data.length : placeOf(endingBefore, 'ending_before');
  const from = endingBefore === undefined ? after : Math.max(0, until - limit);
  const data = lines.data.slice(from, Math.min(until, from + limit));
  const more = endingBefore === undefined ? from + limit < lines.data.length : from > 0;
  return { object: 'list', data, has_more: more, url: '/v1/invoices/upcoming/lines' };
}
