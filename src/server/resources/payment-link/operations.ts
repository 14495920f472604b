import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';
import { readLines, type SentLine } from '../checkout-session/lines.ts';
import { itemsOf, storeItems } from '../item/of-parent.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { blankLink } from './blank.ts';
import { sentFields } from './fields.ts';
import type { StoredLink } from './stored.ts';

type CreateParams = Stripe.PaymentLinkCreateParams;
type UpdateParams = Stripe.PaymentLinkUpdateParams;

/** What holds for one kind of payment only. */
function checkKind(params: CreateParams, recurs: boolean): void {
  const names = recurs
    ? (['payment_intent_data', 'application_fee_amount'] as const)
    : (['subscription_data', 'application_fee_percent'] as const);
  const foreign = names.find((name) => params[name] !== undefined);
  if (foreign === undefined) return;
  const mode = recurs ? 'with recurring prices' : 'without recurring prices';
  throw errors.invalid(`You can not pass \`${foreign}\` for a payment link ${mode}.`, foreign);
}

export async function createLink({ work, params }: Call<CreateParams>): Promise<StoredLink> {
  const { line_items: lines, currency: wanted, ...plain } = params;
  const currency = wanted === undefined ? undefined : readCurrency(wanted);
  const read = await readLines(work, { id: '', mode: 'link', currency }, lines as readonly SentLine[]);
  if (read.length === 0) throw errors.parameterMissing('line_items');
  const recurs = read.some(isRecurring);
  checkKind(params, recurs);
  const blank = blankLink(work, read[0]?.currency ?? 'usd', recurs);
  const link = await work.insert<StoredLink>({ ...blank, ...(await sentFields(work, blank, plain as UpdateParams)) });
  await storeItems(
    work,
    link.id,
    read.map((item) => ({ ...item, _parent: link.id })),
  );
  return link;
}

async function changedItems(
  work: Work,
  link: StoredLink,
  sent: NonNullable<UpdateParams['line_items']>,
): Promise<StoredItem[]> {
  const present = await itemsOf(work, link.id);
  const lines = sent.map((each, at): SentLine & { readonly id: string | undefined } => {
    const known = each.id === undefined ? undefined : present.find(({ id }) => id === each.id);
    if (each.id !== undefined && known === undefined)
      throw errors.missing('item', each.id, `line_items[${at}][id]`, 'parameter');
    const { adjustable_quantity: limits } = known ?? {};
    const kept = limits?.enabled
      ? { adjustable_quantity: { enabled: true, maximum: limits.maximum ?? 99, minimum: limits.minimum ?? 0 } }
      : {};
    return {
      ...kept,
      ...(known !== undefined && { price: known.price.id, quantity: known.quantity ?? undefined }),
      ...each,
      id: known?.id,
    } as SentLine & { readonly id: string | undefined };
  });
  const read = await readLines(work, { id: link.id, mode: 'link', currency: link.currency }, lines);
  return read.map((item, at) => ({ ...item, id: lines[at]?.id ?? item.id }));
}

export async function updateLink({ work, params, targets }: Call<UpdateParams>): Promise<StoredLink> {
  const link = targets[0] as StoredLink;
  const { line_items: lines, ...plain } = params;
  const fields = await sentFields(work, link, plain);
  if (lines !== undefined) await storeItems(work, link.id, await changedItems(work, link, lines));
  return work.update<StoredLink>(link, fields);
}
