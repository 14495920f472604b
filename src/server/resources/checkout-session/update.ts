/** `POST /v1/checkout/sessions/:id`: https://docs.stripe.com/api/checkout/sessions/update */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { itemsOf } from '../item/of-parent.ts';
import type { StoredItem } from '../item/stored.ts';
import { changeBasket } from './basket.ts';
import { readLine, type SentLine } from './lines.ts';
import { readOptions, type SentOption } from './shipping.ts';
import type { StoredSession } from './stored.ts';

type Params = Stripe.Checkout.SessionUpdateParams;
type Patch = { -readonly [K in keyof StoredSession]?: StoredSession[K] };

/** '' unsets. */
function intentData(session: StoredSession, sent: NonNullable<Params['payment_intent_data']>): Patch {
  const { metadata, ...texts } = sent;
  const data: Record<string, unknown> = { ...session.payment_intent_data };
  for (const [name, value] of Object.entries(texts)) data[name] = value === '' ? undefined : value;
  if (metadata !== undefined)
    data.metadata = mergeMetadata(mergeMetadata({}, session.payment_intent_data.metadata), metadata);
  return { payment_intent_data: data as StoredSession['payment_intent_data'] };
}

async function changedLines(
  work: Work,
  session: StoredSession,
  sent: NonNullable<Params['line_items']>,
): Promise<StoredItem[]> {
  const present = await itemsOf(work, session.id);
  const basket = { id: session.id, mode: session.mode, currency: session.currency ?? undefined };
  const lines: StoredItem[] = [];
  for (const [at, each] of sent.entries()) {
    const param = `line_items[${at}]`;
    const known = each.id === undefined ? undefined : present.find(({ id }) => id === each.id);
    if (each.id !== undefined && known === undefined)
      throw errors.missing('item', each.id, `${param}[id]`, 'parameter');
    const same = known !== undefined && each.price === undefined && each.price_data === undefined;
    const read = await readLine(
      work,
      basket,
      {
        ...(known && { quantity: known.quantity ?? undefined, tax_rates: known.rates.map(({ id }) => id) }),
        ...each,
        ...(same && { price: known.price.id }),
      } as SentLine,
      param,
    );
    lines.push({
      ...read,
      id: known?.id ?? read.id,
      metadata: mergeMetadata(known?.metadata ?? {}, each.metadata),
      adjustable_quantity:
        each.adjustable_quantity === undefined ? (known?.adjustable_quantity ?? null) : read.adjustable_quantity,
    });
  }
  return lines;
}

/** Only while the session is open; metadata always. */
function checkOpen({ status }: StoredSession, params: Params): void {
  const frozen = Object.keys(params).find((name) => name !== 'metadata' && name !== 'expand');
  if (status === 'open' || frozen === undefined) return;
  throw errors.invalid(
    `Only Checkout Sessions with a status in ["open"] can be updated. This Checkout Session has a status of \`${String(status)}\`.`,
    frozen,
  );
}

async function basketPatch(work: Work, session: StoredSession, params: Params): Promise<Patch> {
  if (params.line_items === undefined && params.shipping_options === undefined) return {};
  if (session.mode === 'setup') throw errors.invalid('You can not pass `line_items` in `setup` mode.', 'line_items');
  const options =
    params.shipping_options === undefined
      ? undefined
      : await readOptions(work, params.shipping_options as readonly SentOption[] | '', session.currency ?? 'usd');
  const changed = options === undefined ? session : { ...session, shipping_options: options, shipping_cost: null };
  const lines = params.line_items === undefined ? undefined : await changedLines(work, session, params.line_items);
  const first = options?.[0]?.shipping_rate;
  const wishes = typeof first === 'string' ? { shippingRate: first } : {};
  return { ...(options && { shipping_options: options }), ...(await changeBasket(work, changed, wishes, lines)) };
}

export async function updateSession({ work, params, targets }: Call<Params>): Promise<StoredSession> {
  const session = targets[0] as StoredSession;
  checkOpen(session, params);
  const shipping = params.collected_information?.shipping_details;
  return work.update<StoredSession>(session, {
    ...(params.metadata !== undefined && { metadata: mergeMetadata(session.metadata ?? {}, params.metadata) }),
    ...(params.payment_intent_data !== undefined && intentData(session, params.payment_intent_data)),
    ...(shipping !== undefined && {
      collected_information: {
        business_name: null,
        individual_name: null,
        ...session.collected_information,
        shipping_details: {
          name: shipping.name,
          address: { city: null, line2: null, postal_code: null, state: null, ...shipping.address },
        },
      },
    }),
    ...(await basketPatch(work, session, params)),
  });
}
