/** Rates that nobody created: what automatic taxes name as theirs. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import type { Levy } from '../tax-calculation/levies.ts';

type Rate = Stripe.TaxRate;

/** Parameters cannot say whose tax it is. */
export const isAutomatic = ({ jurisdiction_level: level }: Rate): boolean => level !== null;

/** Among `known` first: what is only rehearsed is in no list. */
export async function automaticRate(
  work: Work,
  { display_name, tax_type, jurisdiction: { country, display_name: jurisdiction, level, state } }: Levy,
  rate: string,
  inclusive: boolean,
  known: ReadonlyMap<string, Rate>,
): Promise<Rate> {
  const percentage = Number(rate);
  const kind = { jurisdiction, jurisdiction_level: level, tax_type, percentage, inclusive } as const;
  const same = (each: Rate): boolean =>
    Object.entries(kind).every(([name, value]) => each[name as keyof typeof kind] === value);
  const [stored = [...known.values()].find(same)] = await work.list<Rate>('tax_rate', { where: kind, limit: 1 });
  if (stored !== undefined) return stored;
  return work.insert<Rate>({
    id: work.newId('tax_rate'),
    object: 'tax_rate',
    active: false,
    country,
    created: work.now,
    description: null,
    display_name,
    effective_percentage: percentage,
    flat_amount: null,
    inclusive,
    jurisdiction,
    jurisdiction_level: level,
    livemode: false,
    metadata: {},
    percentage,
    rate_type: 'percentage',
    state,
    tax_type,
  });
}
