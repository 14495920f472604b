/** A calculation becomes a record of tax that is owed. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import type { StoredCalculation, StoredLine as StoredCalculationLine } from '../tax-calculation/stored.ts';
import type { StoredLine, StoredTransaction } from './stored.ts';

type Params = Stripe.Tax.TransactionCreateFromCalculationParams;

/** References are unique over all transactions, reversals too. */
export async function checkReference(work: Work, reference: string): Promise<void> {
  if (reference === '') throw errors.empty('reference');
  const [other] = await work.list<StoredTransaction>('tax.transaction', { where: { reference }, limit: 1 });
  if (other === undefined) return;
  throw errors.invalid(
    `The reference ${reference} is used by the tax transaction ${other.id} already.`,
    'reference',
    'resource_already_exists',
  );
}

/** From the date of the tax until now. */
function readPosted(sent: number | undefined, { tax_date }: StoredCalculation, now: number): number {
  if (sent === undefined) return now;
  if (sent <= Math.max(now, tax_date) && sent >= Math.min(tax_date, now)) return sent;
  throw errors.invalid('`posted_at` must lie between the tax date and now.', 'posted_at');
}

/** Lists show the newest first: written backwards, lines read as those of the calculation. */
export async function storeLines(work: Work, lines: readonly StoredLine[]): Promise<void> {
  for (const line of lines.toReversed()) await work.insert<StoredLine>(line);
}

export async function commit(
  work: Work,
  calculation: StoredCalculation,
  { reference, metadata, posted_at }: Omit<Params, 'calculation' | 'expand'>,
): Promise<StoredTransaction> {
  await checkReference(work, reference);
  const id = work.newId('tax.transaction');
  const lines = await work.list<StoredCalculationLine>('tax.calculation_line_item', {
    where: { _parent: calculation.id },
  });
  const { currency, customer, customer_details, ship_from_details, shipping_cost, tax_date } = calculation;
  const posted = readPosted(posted_at, calculation, work.now);
  await storeLines(
    work,
    lines.map((line) => {
      const { tax_breakdown: _, performance_location: __, ...kept } = line;
      return {
        ...kept,
        id: work.newId('tax.transaction_line_item'),
        object: 'tax.transaction_line_item',
        reversal: null,
        type: 'transaction',
        _parent: id,
        reverses: null,
      };
    }),
  );
  const { tax_breakdown: _, ...cost } = shipping_cost ?? {};
  return work.insert<StoredTransaction>({
    id,
    object: 'tax.transaction',
    created: work.now,
    currency,
    customer,
    customer_details,
    livemode: false,
    metadata: mergeMetadata({}, metadata),
    posted_at: posted,
    reference,
    reversal: null,
    ship_from_details,
    shipping_cost: shipping_cost === null ? null : (cost as Stripe.Tax.Transaction.ShippingCost),
    tax_date,
    type: 'transaction',
    reverses: null,
  });
}

export async function createFromCalculation({ work, params }: Call<Params>): Promise<StoredTransaction> {
  const calculation = await work.find<StoredCalculation>('tax.calculation', params.calculation, 'calculation');
  if (calculation.expires_at <= work.now)
    throw errors.invalid(`The tax calculation ${calculation.id} has expired.`, 'calculation');
  return commit(work, calculation, params);
}
