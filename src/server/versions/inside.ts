/** Ids inside the hashes of an older version, such as `total_tax_amounts.tax_rate`, as objects where a request expands them. */
import { type Awaitable, andThen, together } from '../kernel/awaitable.ts';
import { type ExpandTree, expandsNothing, type Shown } from '../kernel/reader.ts';
import type { VersionChange } from './change.ts';

/** By the field of the hash: the types that its id may be of. */
type Hash = ReadonlyMap<string, readonly string[]>;
type Find = (types: readonly string[], id: string, expand: ExpandTree) => Awaitable<Shown | undefined>;

const pages: ReadonlySet<unknown> = new Set(['list', 'search_result']);
const nothing: Hash = new Map();

const isHash = (value: unknown): value is Shown => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy where one of the fields changes. */
function withFields(
  value: Shown,
  names: readonly string[],
  change: (name: string) => Awaitable<unknown>,
): Awaitable<Shown> {
  return andThen(together(names.map(change)), (made) => {
    const changed = names.flatMap((name, at) => (made[at] === value[name] ? [] : [[name, made[at]] as const]));
    return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
  });
}

export class Inside {
  private readonly hashes = new Map<string, Map<string, readonly string[]>>();

  /** Of the changes that a version does not have. */
  constructor(changes: readonly VersionChange[]) {
    for (const { inside = {} } of changes)
      for (const [type, paths] of Object.entries(inside))
        for (const [path, types] of Object.entries(paths)) {
          const [holder = '', field = ''] = path.split('.');
          const name = `${type}.${holder}`;
          this.hashes.set(name, (this.hashes.get(name) ?? new Map<string, readonly string[]>()).set(field, types));
        }
  }

  /** What the field of an object holds; undefined where there is nothing to expand in it. */
  hash(type: unknown, field: string): Hash | undefined {
    return this.hashes.get(`${type}.${field}`);
  }

  /** `value` with what `expand` asks for. */
  expand(value: object, expand: ExpandTree, find: Find): Awaitable<object> {
    return this.hashes.size === 0 || expandsNothing(expand)
      ? value
      : (this.open(value, expand, find) as Awaitable<object>);
  }

  private open(value: unknown, expand: ExpandTree, find: Find, held: Hash = nothing): Awaitable<unknown> {
    if (Array.isArray(value)) return this.openAll(value, expand, find, held);
    if (!isHash(value)) return value;
    const branch = pages.has(value.object) && expand.data === undefined ? { data: expand } : expand;
    const names = Object.keys(branch).filter((name) => value[name] !== undefined);
    return withFields(value, names, (name) => {
      const [inner, deeper, types] = [value[name], branch[name] ?? {}, held.get(name)];
      if (types === undefined || typeof inner !== 'string')
        return this.open(inner, deeper, find, this.hash(value.object, name));
      return andThen(find(types, inner, deeper), (found) => found ?? inner);
    });
  }

  private openAll(values: readonly unknown[], expand: ExpandTree, find: Find, held: Hash): Awaitable<unknown> {
    return andThen(together(values.map((each) => this.open(each, expand, find, held))), (all) =>
      all.some((each, at) => each !== values[at]) ? all : values,
    );
  }
}
