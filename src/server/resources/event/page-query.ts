import type { ListQuery } from '../../kernel/work.ts';

interface Range {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

/** The parameters that every list takes. */
interface PageParams {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: number | Range | undefined;
}

const mostOnAPage = 100;
const pageLength = 10;

function createdRange(created: number | Range): NonNullable<ListQuery['created']> {
  if (typeof created === 'number') return { gte: created, lte: created };
  const { gt, gte, lt, lte } = created;
  return {
    ...(gt !== undefined && { gt }),
    ...(gte !== undefined && { gte }),
    ...(lt !== undefined && { lt }),
    ...(lte !== undefined && { lte }),
  };
}

/** Stripe clamps a `limit` outside 1 to 100 rather than refusing it. */
export function pageQuery({ limit = pageLength, starting_after, ending_before, created }: PageParams): ListQuery {
  return {
    limit: Math.min(mostOnAPage, Math.max(1, limit)),
    ...(starting_after !== undefined && { startingAfter: starting_after }),
    ...(ending_before !== undefined && { endingBefore: ending_before }),
    ...(created !== undefined && { created: createdRange(created) }),
  };
}
