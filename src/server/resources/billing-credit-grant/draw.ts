/** Grants pay for usage, in Stripe's order: https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits */
import type { Work } from '../../kernel/work.ts';
import { recordTransaction } from '../billing-credit-balance-transaction/record.ts';
import { currencyOf, paysFor, type StoredGrant } from './stored.ts';

/** Usage on a line of an invoice that is being finalized. */
export interface Usage {
  readonly invoice: string;
  readonly line: string;
  /** Id. */
  readonly price: string;
  /** What is left of the line after its discounts, in the smallest unit. */
  readonly amount: number;
}

interface Drawn {
  /** Id of the credit balance transaction. */
  readonly transaction: string;
  readonly amount: number;
}

const never = Number.MAX_SAFE_INTEGER;

type Order = (grant: StoredGrant) => number;

/** The first that tells two grants apart decides; the older one where none does. */
const orders: readonly Order[] = [
  ({ priority }) => priority ?? 0,
  ({ expires_at }) => expires_at ?? never,
  ({ category }) => (category === 'promotional' ? 0 : 1),
  ({ effective_at }) => effective_at ?? 0,
  ({ created }) => created,
];

function earlier(a: StoredGrant, b: StoredGrant): number {
  for (const order of orders) if (order(a) !== order(b)) return order(a) - order(b);
  return 0;
}

async function usable(work: Work, customer: string, currency: string): Promise<StoredGrant[]> {
  const grants = await work.list<StoredGrant>('billing.credit_grant', { where: { customer, standing: 'granted' } });
  // Lists show the newest first, and the sort is stable.
  return grants
    .reverse()
    .filter((grant) => grant.left > 0 && currencyOf(grant) === currency)
    .sort(earlier);
}

/** What grants give to each line, by its id. */
export async function draw(
  work: Work,
  customer: string,
  currency: string,
  usages: readonly Usage[],
): Promise<Map<string, Drawn[]>> {
  const drawn = new Map<string, Drawn[]>();
  const grants = usages.length === 0 ? [] : await usable(work, customer, currency);
  for (const { invoice, line, price, amount: wanted } of usages) {
    let open = wanted;
    for (const [at, grant] of grants.entries()) {
      const amount = Math.min(open, grant.left);
      if (amount <= 0 || !paysFor(grant, price)) continue;
      const used = await work.update<StoredGrant>(grant, { left: grant.left - amount });
      grants[at] = used;
      open -= amount;
      const { id } = await recordTransaction(work, used, { type: 'credits_applied', amount, invoice, line });
      drawn.set(line, [...(drawn.get(line) ?? []), { transaction: id, amount }]);
    }
  }
  return drawn;
}
