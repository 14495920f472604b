import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call } from '../../kernel/work.ts';

type Params = Stripe.TaxRateCreateParams;

export async function createTaxRate({ work, params }: Call<Params>): Promise<Stripe.TaxRate> {
  const { percentage } = params;
  if (percentage < 0 || percentage > 100)
    throw errors.invalid('Invalid percentage: must be between 0 and 100.', 'percentage');
  if (!Number.isInteger(Number((percentage * 10_000).toFixed(6))))
    throw errors.invalid('Invalid percentage: at most 4 decimal places are allowed.', 'percentage');
  return work.insert<Stripe.TaxRate>({
    id: work.newId('tax_rate'),
    object: 'tax_rate',
    active: params.active ?? true,
    country: params.country ?? null,
    created: work.now,
    description: params.description ?? null,
    display_name: params.display_name,
    effective_percentage: percentage,
    flat_amount: null,
    inclusive: params.inclusive,
    jurisdiction: params.jurisdiction ?? null,
    jurisdiction_level: null,
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    percentage,
    rate_type: 'percentage',
    state: params.state ?? null,
    tax_type: params.tax_type ?? null,
  });
}
