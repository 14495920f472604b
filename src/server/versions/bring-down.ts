/** Takes an answer back through changes: every object in it, the innermost first. */
import { type Awaitable, andThen, inTurn } from '../kernel/awaitable.ts';
import type { ExpandTree, Reader, Shown } from '../kernel/reader.ts';
import type { Draft, OlderReader } from './change.ts';
import type { ObjectPlan, VersionPlan } from './plan.ts';

const nothing: ExpandTree = {};
const pages: ReadonlySet<unknown> = new Set(['list', 'search_result']);
const pageHolders = ['data'];

/** Field by field: what a spread makes, or a deletion leaves, is slow to grow and to write. */
function copyWithout(value: object, drops: ReadonlySet<string>): Draft {
  const copy: Draft = {};
  for (const key in value) if (!drops.has(key)) copy[key] = (value as Shown)[key];
  return copy;
}

/** What objects that are shown as they are stored look like in an older version, where nothing else has to be read for it. */
const broughtBefore = new WeakMap<VersionPlan, WeakMap<object, Shown>>();

function keptOf(plan: VersionPlan): WeakMap<object, Shown> {
  let kept = broughtBefore.get(plan);
  if (kept === undefined) {
    kept = new WeakMap();
    broughtBefore.set(plan, kept);
  }
  return kept;
}

export class Descent {
  private readonly plan: VersionPlan;
  private readonly read: OlderReader;
  private readonly kept: WeakMap<object, Shown>;
  private reads = 0;

  constructor(plan: VersionPlan, read: Reader) {
    this.plan = plan;
    this.kept = keptOf(plan);
    this.read = {
      shown: (...asked) => this.counted(read.shown(...asked)),
      stored: (...asked) => this.counted(read.stored(...asked)),
      list: (...asked) => this.counted(read.list(...asked)),
      holders: read.holders,
      older: (type, id, expand = nothing) =>
        andThen(this.counted(read.shown(type, id, expand)), (found) => found && this.whole(found, expand)),
    };
  }

  private counted<T>(found: T): T {
    this.reads++;
    return found;
  }

  private whole(found: Shown, expand: ExpandTree): Awaitable<Shown> {
    const known = expand === nothing ? this.kept.get(found) : undefined;
    if (known !== undefined) return known;
    const { reads } = this;
    const brought = this.bring(found, expand) as Awaitable<Shown>;
    if (expand === nothing && this.reads === reads && !(brought instanceof Promise)) this.kept.set(found, brought);
    return brought;
  }

  /** `value` itself where nothing in it changes. */
  bring(value: unknown, expand: ExpandTree = nothing): Awaitable<unknown> {
    if (typeof value !== 'object' || value === null) return value;
    const { object } = value as Shown;
    if (typeof object !== 'string') return this.bringInner(value, Object.keys(value), expand);
    if (pages.has(object)) return this.bringInner(value, pageHolders, expand.data ?? expand);
    const plan = this.plan((value as Shown).deleted === true ? `deleted_${object}` : object);
    const holders = this.read.holders(object) ?? Object.keys(value);
    return plan === undefined ? this.bringInner(value, holders, expand) : this.through(plan, value, holders, expand);
  }

  /** A copy where something in it changes. */
  private bringInner(value: object, keys: readonly string[], expand: ExpandTree): Awaitable<object> {
    let copy: Draft | undefined;
    const put = (key: string, brought: unknown): void => {
      copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Draft;
      copy[key] = brought;
    };
    return andThen(this.bringEach(value, keys, expand, put), () => copy ?? value);
  }

  /** Tells of each field that changes. */
  private bringEach(
    value: object,
    keys: readonly string[],
    expand: ExpandTree,
    put: (key: string, brought: unknown) => void,
  ): Awaitable<unknown> {
    let waiting: Promise<void>[] | undefined;
    const apart = !Array.isArray(value) && !pages.has((value as Shown).object);
    for (const key of keys) {
      const inner = (value as Shown)[key];
      if (typeof inner !== 'object' || inner === null) continue;
      const brought = this.bring(inner, apart ? (expand[key] ?? nothing) : expand);
      if (brought instanceof Promise) {
        waiting ??= [];
        waiting.push(brought.then((each) => (each === inner ? undefined : put(key, each))));
      } else if (brought !== inner) put(key, brought);
    }
    return waiting && Promise.all(waiting);
  }

  private through(
    { drops, chain, linked }: ObjectPlan,
    value: object,
    holders: readonly string[],
    expand: ExpandTree,
  ): Awaitable<Draft> {
    const draft = copyWithout(value, drops);
    const dropped: Draft = {};
    for (const key of drops) dropped[key] = (value as Shown)[key];
    const put = (key: string, brought: unknown): void => {
      if (drops.has(key)) dropped[key] = brought;
      else draft[key] = brought;
    };
    const ready = this.bringEach(value, holders, expand, put);
    const changed = andThen(ready, () => inTurn(chain, (downgrade) => downgrade(draft, this.read, dropped)));
    return andThen(changed, () =>
      andThen(
        inTurn(linked, (link) => this.follow(draft, link, expand)),
        () => draft,
      ),
    );
  }

  /** Puts the object in place of its id where the older version shows it whole, or the request asks for it. */
  private follow(
    draft: Draft,
    [field, { kind, types }]: ObjectPlan['linked'][number],
    expand: ExpandTree,
  ): Awaitable<void> {
    const id = draft[field];
    const branch = expand[field];
    if (typeof id !== 'string' || (kind === 'reference' && branch === undefined)) return undefined;
    return andThen(this.firstOf(types, id, branch), (found) => {
      if (found !== undefined) draft[field] = found;
      else if (kind === 'whole') draft[field] = null;
    });
  }

  private firstOf([type, ...others]: readonly string[], id: string, expand?: ExpandTree): Awaitable<Shown | undefined> {
    if (type === undefined) return undefined;
    return andThen(this.read.older(type, id, expand), (found) => found ?? this.firstOf(others, id, expand));
  }
}
