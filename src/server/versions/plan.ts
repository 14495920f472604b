/** What the changes between one version and the newest come to, worked out once for each version. */
import type { Shown } from '../kernel/reader.ts';
import type { Downgrade, Draft, Restored, VersionChange } from './change.ts';

type Link = Exclude<Restored, { kind: 'value' }>;
type Types = readonly string[];

export interface ObjectPlan {
  /** A copy without what is dropped: such fields are undefined. `always` are the fields that every such object has. */
  draft(value: Shown, always: readonly string[] | undefined): Draft;
  readonly drops: ReadonlySet<string>;
  /** Newest first. */
  readonly chain: readonly Downgrade[];
  /** The restored fields in which other objects stand, or their ids. */
  readonly linked: readonly (readonly [field: string, link: Link])[];
  /** The fields of its hashes in which ids of others stand. */
  readonly inside: readonly (readonly [hash: string, field: string, types: Types])[];
}

/** By the name of the object; undefined where nothing is to be done. */
export type VersionPlan = (type: string) => ObjectPlan | undefined;

export interface DownPlan {
  readonly objects: VersionPlan;
  /** Whether answers of the version differ from the newest at all. */
  readonly differs: boolean;
  /**
   * What a field that only the version has may be expanded to, or one in a hash (`total_tax_amounts.tax_rate`): types of
   * objects, or 'hash' where what can be expanded is inside it.
   */
  reference(type: string, path: string): Types | 'hash' | undefined;
}

/**
 * Copies by one literal that has room for every field, made from the names: an object that grows field by field becomes a
 * dictionary, which is several times slower to make and to write.
 */
function copierOf(names: readonly string[], drops: ReadonlySet<string>): (value: Shown) => Draft {
  const fields = names.map((name) => {
    const key = JSON.stringify(name);
    return `${key}: ${drops.has(name) ? 'undefined' : `value[${key}]`}`;
  });
  const known = new Set(names);
  const copy = new Function('value', `return { ${fields.join(', ')} };`) as (value: Shown) => Draft;
  return (value) => {
    const draft = copy(value);
    for (const name in value) if (!known.has(name)) draft[name] = value[name];
    return draft;
  };
}

const unknown: readonly string[] = [];

function drafter(drops: ReadonlySet<string>, added: readonly string[]): ObjectPlan['draft'] {
  const copiers = new WeakMap<readonly string[], (value: Shown) => Draft>();
  return (value, always = unknown) => {
    let copier = copiers.get(always);
    if (copier === undefined) {
      copier = copierOf([...new Set([...always, ...added, ...drops])], drops);
      copiers.set(always, copier);
    }
    return copier(value);
  };
}

/** `changes` newest first: those that the version does not have. */
export function planDown(changes: readonly VersionChange[]): DownPlan {
  const types = new Set(
    changes.flatMap(({ objects = {}, inside = {} }) => [...Object.keys(objects), ...Object.keys(inside)]),
  );
  const plans = new Map<string, ObjectPlan>();
  const references = new Map<string, Types | 'hash'>();
  for (const type of types) {
    const linked = new Map<string, Link>();
    for (const { restores } of changes)
      for (const [field, each] of Object.entries(restores?.[type] ?? {}))
        if (each.kind !== 'value') linked.set(field, each);
    for (const [field, link] of linked) references.set(`${type}.${field}`, link.types);
    const inside = changes.flatMap((change) =>
      Object.entries(change.inside?.[type] ?? {}).map(([path, held]) => {
        const [hash = '', field = ''] = path.split('.');
        references.set(`${type}.${hash}`, 'hash').set(`${type}.${path}`, held);
        return [hash, field, held] as const;
      }),
    );
    const chain = changes.flatMap(({ objects }) => objects?.[type] ?? []);
    const drops = new Set(changes.flatMap((change) => change.drops?.[type] ?? []));
    const added = changes.flatMap(({ restores }) => Object.keys(restores?.[type] ?? {}));
    const draft = drafter(
      drops,
      added.filter((name) => !name.includes('.')),
    );
    plans.set(type, { draft, drops, chain, linked: [...linked], inside });
  }
  return {
    objects: (type) => plans.get(type),
    differs: plans.size > 0,
    reference: (type, path) => references.get(`${type}.${path}`),
  };
}
