/** `from_quote`: duplicates, and revisions that replace an open quote: https://docs.stripe.com/quotes/clone */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { itemsOf } from '../item/of-parent.ts';
import { blankQuote } from './blank.ts';
import { contentOf } from './content.ts';
import { futureTime } from './fields.ts';
import type { StoredQuote } from './stored.ts';

type Params = Stripe.QuoteCreateParams;

/** What may be said of a copy. */
const allowed: ReadonlySet<string> = new Set(['expand', 'expires_at', 'from_quote']);

function checkSource({ status }: StoredQuote, isRevision: boolean): void {
  if (isRevision && status !== 'open')
    throw errors.invalid(`Only open quotes can be revised; this one is ${status}.`, 'from_quote[quote]');
  if (status === 'canceled') throw errors.invalid('A canceled quote cannot be copied.', 'from_quote[quote]');
}

export async function copyQuote(
  work: Work,
  params: Params,
  { quote: id, is_revision = false }: NonNullable<Params['from_quote']>,
): Promise<StoredQuote> {
  const other = Object.keys(params).find((name) => !allowed.has(name));
  if (other !== undefined)
    throw errors.invalid(`You cannot set \`${other}\` together with \`from_quote\`: only \`expires_at\`.`, other);
  const source = await work.find<StoredQuote>('quote', id, 'from_quote[quote]');
  checkSource(source, is_revision);
  const { id: own, created, expires_at, ...fresh } = blankQuote(work);
  const quote: StoredQuote = {
    ...source,
    id: own,
    created,
    expires_at: params.expires_at === undefined ? expires_at : futureTime(work, params.expires_at),
    from_quote: { is_revision, quote: source.id },
    invoice: null,
    number: null,
    revision: null,
    sequence: null,
    status: 'draft',
    status_transitions: fresh.status_transitions,
    subscription: null,
    subscription_schedule: null,
  };
  const items = (await itemsOf(work, source.id)).map((item) => ({ ...item, id: work.newId('item'), _parent: own }));
  return work.insert<StoredQuote>({ ...quote, ...(await contentOf(work, quote, items, {})) });
}
