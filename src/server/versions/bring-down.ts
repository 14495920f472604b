/** Takes an answer back through changes: every object in it, the innermost first. */
import { type Awaitable, andThen, inTurn } from '../kernel/awaitable.ts';
import type { ExpandTree, Reader, Shown } from '../kernel/reader.ts';
import type { Draft, OlderReader } from './change.ts';
import type { ObjectPlan, VersionPlan } from './plan.ts';

const nothing: ExpandTree = {};
const pages: ReadonlySet<unknown> = new Set(['list', 'search_result']);
const pageHolders = ['data'];

export class Descent {
  private readonly plan: VersionPlan;
  private readonly read: OlderReader;

  constructor(plan: VersionPlan, read: Reader) {
    this.plan = plan;
    this.read = {
      shown: read.shown,
      stored: read.stored,
      list: read.list,
      holders: read.holders,
      older: (type, id, expand = nothing) =>
        andThen(read.shown(type, id, expand), (found) => found && (this.bring(found, expand) as Awaitable<Shown>)),
    };
  }

  /** `value` itself where nothing in it changes. */
  bring(value: unknown, expand: ExpandTree = nothing): Awaitable<unknown> {
    if (typeof value !== 'object' || value === null) return value;
    const { object } = value as Shown;
    if (typeof object !== 'string') return this.bringInner(value, Object.keys(value), expand);
    if (pages.has(object)) return this.bringInner(value, pageHolders, expand.data ?? expand);
    const inner = this.bringInner(value, this.read.holders(object) ?? Object.keys(value), expand);
    const plan = this.plan((value as Shown).deleted === true ? `deleted_${object}` : object);
    if (plan === undefined) return inner;
    return inner instanceof Promise
      ? inner.then((each) => this.through(plan, each === value ? { ...value } : (each as Draft), expand))
      : this.through(plan, inner === value ? { ...value } : (inner as Draft), expand);
  }

  /** A copy where something in it changes. */
  private bringInner(value: object, keys: readonly string[], expand: ExpandTree): Awaitable<object> {
    let copy: Draft | undefined;
    let waiting: Promise<void>[] | undefined;
    const array = Array.isArray(value);
    const put = (key: string, inner: unknown, brought: unknown): void => {
      if (brought === inner) return;
      copy ??= (array ? [...value] : { ...value }) as Draft;
      copy[key] = brought;
    };
    for (const key of keys) {
      const inner = (value as Shown)[key];
      if (typeof inner !== 'object' || inner === null) continue;
      const branch = array || pages.has((value as Shown).object) ? expand : (expand[key] ?? nothing);
      const brought = this.bring(inner, branch);
      if (brought instanceof Promise) {
        waiting ??= [];
        waiting.push(brought.then((each) => put(key, inner, each)));
      } else put(key, inner, brought);
    }
    return waiting === undefined ? (copy ?? value) : Promise.all(waiting).then(() => copy ?? value);
  }

  private through({ chain, linked }: ObjectPlan, draft: Draft, expand: ExpandTree): Awaitable<Draft> {
    const changed = inTurn(chain, (downgrade) => downgrade(draft, this.read));
    return linked.length === 0
      ? andThen(changed, () => draft)
      : andThen(changed, () =>
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
