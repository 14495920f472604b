/** https://docs.stripe.com/tax/custom#reversals: amounts of a reversal are negative. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { checkReference, storeLines } from './commit.ts';
import { flatParts } from './flat.ts';
import { type Amounts, type Remaining, remainingOf } from './remaining.ts';
import type { StoredLine, StoredTransaction } from './stored.ts';

type Params = Stripe.Tax.TransactionCreateReversalParams;
type SentLine = NonNullable<Params['line_items']>[number];

/** A line to be reversed; its amounts are negative or zero. */
interface Part extends Amounts {
  readonly line: StoredLine;
  readonly metadata?: SentLine['metadata'];
  readonly quantity?: number | undefined;
  readonly reference?: string | undefined;
}

export interface Parts {
  readonly lines: readonly Part[];
  readonly shipping: Amounts | null;
}

const none = ({ amount, amount_tax }: Amounts): boolean => amount === 0 && amount_tax === 0;
// Without `|| 0` nothing would become -0.
const opposite = ({ amount, amount_tax }: Amounts): Amounts => ({
  amount: -amount || 0,
  amount_tax: -amount_tax || 0,
});

function wholeParts({ lines, shipping }: Remaining): Parts {
  const left = lines.filter((each) => !none(each));
  if (left.length === 0 && none(shipping))
    throw errors.invalid('This tax transaction has been reversed in full already.', 'original_transaction');
  return {
    lines: left.map((each) => ({ line: each.line, ...opposite(each) })),
    shipping: none(shipping) ? null : opposite(shipping),
  };
}

function checkPart(sent: Amounts, left: Amounts, param: string): void {
  for (const name of ['amount', 'amount_tax'] as const) {
    if (sent[name] > 0) throw errors.invalid('Amounts of reversals must be negative or zero.', `${param}[${name}]`);
    if (-sent[name] > left[name]) {
      throw errors.invalid(
        `The ${name} to reverse (${-sent[name]}) is greater than what is left of it (${left[name]}).`,
        `${param}[${name}]`,
      );
    }
  }
}

function sentParts(remaining: Remaining, { line_items: sent = [], shipping_cost: cost }: Params): Parts {
  const lines = sent.map((each, at): Part => {
    const param = `line_items[${at}]`;
    const left = remaining.lines.find(({ line }) => line.id === each.original_line_item);
    if (left === undefined)
      throw errors.missing(
        'tax transaction line item',
        each.original_line_item,
        `${param}[original_line_item]`,
        'parameter',
      );
    if (sent.findIndex(({ original_line_item: id }) => id === each.original_line_item) !== at)
      throw errors.invalid('A line item can be reversed once in a reversal.', `${param}[original_line_item]`);
    checkPart(each, left, param);
    const { amount, amount_tax, metadata, quantity, reference } = each;
    return { line: left.line, amount, amount_tax, metadata, quantity, reference };
  });
  if (cost !== undefined) checkPart(cost, remaining.shipping, 'shipping_cost');
  return { lines, shipping: cost ?? null };
}

function partsOf(remaining: Remaining, params: Params): Parts {
  const { mode, flat_amount: flat, line_items: lines, shipping_cost: shipping } = params;
  const name = (['flat_amount', 'line_items', 'shipping_cost'] as const).find((each) => params[each] !== undefined);
  if (mode === 'full') {
    if (name !== undefined) throw errors.invalid(`You cannot set \`${name}\` when \`mode\` is \`full\`.`, name);
    return wholeParts(remaining);
  }
  if (name === undefined) throw errors.parameterMissing('line_items');
  if (flat === undefined) return sentParts(remaining, params);
  if (lines !== undefined || shipping !== undefined)
    throw errors.exclusive(['flat_amount', lines === undefined ? 'shipping_cost' : 'line_items']);
  return flatParts(remaining, flat);
}

const reversalLine = (work: Work, transaction: string, part: Part): StoredLine => ({
  ...part.line,
  id: work.newId('tax.transaction_line_item'),
  amount: part.amount,
  amount_tax: part.amount_tax,
  metadata: mergeMetadata({}, part.metadata),
  quantity: part.quantity ?? part.line.quantity,
  reference: part.reference ?? part.line.reference,
  reversal: { original_line_item: part.line.id },
  type: 'reversal',
  _parent: transaction,
  reverses: part.line.id,
});

export async function createReversal({ work, params }: Call<Params>): Promise<StoredTransaction> {
  const param = 'original_transaction';
  const original = await work.find<StoredTransaction>('tax.transaction', params.original_transaction, param);
  if (original.type !== 'transaction') throw errors.invalid('A reversal cannot be reversed.', param);
  await checkReference(work, params.reference);
  const { lines, shipping } = partsOf(await remainingOf(work, original), params);
  const id = work.newId('tax.transaction');
  await storeLines(
    work,
    lines.map((part) => reversalLine(work, id, part)),
  );
  return work.insert<StoredTransaction>({
    ...original,
    id,
    created: work.now,
    metadata: mergeMetadata({}, params.metadata),
    posted_at: work.now,
    reference: params.reference,
    reversal: { original_transaction: original.id },
    shipping_cost: shipping && original.shipping_cost && { ...original.shipping_cost, ...shipping },
    type: 'reversal',
    reverses: original.id,
  });
}
