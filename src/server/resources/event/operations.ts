import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { pageQuery } from '../../kernel/page.ts';
import type { Call, ListQuery, ListResult, StoredObject } from '../../kernel/work.ts';

/** Stripe forgets events after 30 days. */
const keptSeconds = 30 * 86_400;
const mostTypes = 20;
const family = '.*';

type Wanted = (type: string) => boolean;

/** `charge.*` stands for every type that begins with `charge.`, `*` for all. */
function matcher(patterns: readonly string[]): Wanted {
  const exact = new Set(patterns);
  const families = patterns.filter((each) => each.endsWith(family)).map((each) => each.slice(0, -1));
  return (type) => exact.has(type) || exact.has('*') || families.some((each) => type.startsWith(each));
}

function wantedTypes({ type, types }: Stripe.EventListParams): readonly string[] | undefined {
  if (type !== undefined && types !== undefined) throw errors.exclusive(['type', 'types']);
  if (types !== undefined && types.length > mostTypes)
    throw errors.invalid(`You may only specify up to ${mostTypes} types.`, 'types');
  return types ?? (type === undefined ? undefined : [type]);
}

export async function list({ work, params }: Call<Stripe.EventListParams>): Promise<ListResult> {
  const patterns = wantedTypes(params);
  const [single] = patterns ?? [];
  const indexed = patterns?.length === 1 && single !== undefined && !single.endsWith('*') ? single : undefined;
  const wanted = patterns === undefined || indexed !== undefined ? undefined : matcher(patterns);
  const { delivery_success: delivered } = params;
  const page = pageQuery(params);
  const oldest = work.now - keptSeconds;
  const query: ListQuery = {
    ...page,
    created: { ...page.created, gte: Math.max(oldest, page.created?.gte ?? oldest) },
    ...(indexed !== undefined && { where: { type: indexed } }),
    ...((wanted ?? delivered) !== undefined && {
      filter: (row: StoredObject) => {
        const event = row as unknown as Stripe.Event;
        if (wanted !== undefined && !wanted(event.type)) return false;
        return delivered === undefined || delivered === (event.pending_webhooks === 0);
      },
    }),
  };
  return work.page(['event'], query, '/v1/events');
}

export async function retrieve({ work, targets }: Call<object>): Promise<StoredObject> {
  const event = targets[0] as unknown as Stripe.Event & StoredObject;
  if (event.created >= work.now - keptSeconds) return event;
  throw errors.missing('event', event.id, 'id', 'path');
}
