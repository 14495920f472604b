/** How a recorded answer and one of ours differ in shape. */

export interface Difference {
  /** By the object that has it: `charge.payment_method_details.card.brand`. */
  readonly field: string;
  readonly kind: 'missing' | 'mistyped';
}

type Hash = Readonly<Record<string, unknown>>;

const isHash = (value: unknown): value is Hash => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Hashes whose keys are a user's own, or those of what a user asked for. */
const open = /(^|\.)(metadata|capabilities|payment_method_options|previous_attributes)$/;

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : isHash(value) ? 'hash' : typeof value;

/** An id and the object that it stands for. */
const isReference = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && isHash(other) && typeof other.id === 'string';

/** What `recorded` has and `ours` lacks or has as another kind; null may stand for any. */
function differences(recorded: unknown, ours: unknown, path = ''): Difference[] {
  if (recorded === null || ours === null || open.test(path)) return [];
  if (isReference(recorded, ours) || isReference(ours, recorded)) return [];
  if (kindOf(recorded) !== kindOf(ours)) return [{ field: path, kind: 'mistyped' }];
  if (Array.isArray(recorded)) return recorded.flatMap((each) => nearest(each, ours as unknown[], path));
  return isHash(recorded) && isHash(ours) ? ofHashes(recorded, ours, path) : [];
}

function ofHashes(recorded: Hash, ours: Hash, path: string): Difference[] {
  const { object, type } = recorded;
  const at = typeof object === 'string' && object !== 'list' && object !== 'event' ? object : path;
  if (object !== ours.object) return [];
  return Object.entries(recorded).flatMap(([name, value]): Difference[] => {
    const field = at === '' ? name : `${at}.${name}`;
    if (Object.hasOwn(ours, name)) return differences(value, ours[name], field);
    // What a hash says of the one type it has is missing in one of another type.
    const isOfType = name === type && type !== ours.type;
    return isOfType ? [] : [{ field, kind: 'missing' }];
  });
}

/** The differences from that of several which has the fewest; none where there is nothing to compare with. */
export function nearest(recorded: unknown, several: readonly unknown[], path = ''): Difference[] {
  let least: Difference[] | undefined;
  for (const each of several) {
    const found = differences(recorded, each, path);
    if (least === undefined || found.length < least.length) least = found;
    if (least.length === 0) break;
  }
  return least ?? [];
}
