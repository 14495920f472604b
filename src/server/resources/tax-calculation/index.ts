import { errors } from '../../kernel/errors.ts';
import { pageQuery } from '../../kernel/page.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListResult, Work } from '../../kernel/work.ts';
import { createCalculation } from './create.ts';
import type { StoredCalculation } from './stored.ts';

/** Calculations are gone once they have expired. */
function unexpired(work: Work, calculation: StoredCalculation): StoredCalculation {
  if (calculation.expires_at > work.now) return calculation;
  throw errors.missing('tax calculation', calculation.id, 'calculation', 'path');
}

const retrieveCalculation = async ({ work, targets }: Call): Promise<StoredCalculation> =>
  unexpired(work, targets[0] as StoredCalculation);

async function listLines({ work, params, targets }: Call): Promise<ListResult> {
  const { id } = unexpired(work, targets[0] as StoredCalculation);
  return work.page(
    ['tax.calculation_line_item'],
    { ...pageQuery(params), where: { _parent: id } },
    `/v1/tax/calculations/${id}/line_items`,
  );
}

export const taxCalculation = defineResource<StoredCalculation>('tax.calculation', {
  noun: 'tax calculation',
  operations: {
    'tax.calculations.create': createCalculation,
    'tax.calculations.retrieve': retrieveCalculation,
    'tax.calculations.listLineItems': listLines,
  },
});
