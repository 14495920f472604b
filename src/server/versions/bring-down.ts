/** Takes an answer back through changes: every object in it, the innermost first. */
import { type Awaitable, andThen, inTurn, together } from '../kernel/awaitable.ts';
import type { ExpandTree, Reader, Shown } from '../kernel/reader.ts';
import type { Draft, OlderReader } from './change.ts';
import type { ObjectPlan, VersionPlan } from './plan.ts';

const nothing: ExpandTree = {};
const pages: ReadonlySet<unknown> = new Set(['list', 'search_result']);

interface Page {
  readonly data: readonly unknown[];
}

export class Descent implements OlderReader {
  private readonly plan: VersionPlan;
  private readonly read: Reader;

  constructor(plan: VersionPlan, read: Reader) {
    this.plan = plan;
    this.read = read;
  }

  shown(type: string, id: string, expand?: ExpandTree): Awaitable<Shown | undefined> {
    return this.read.shown(type, id, expand);
  }

  stored(type: string, id: string): Awaitable<Shown | undefined> {
    return this.read.stored(type, id);
  }

  list(type: string, where: Shown): Awaitable<readonly Shown[]> {
    return this.read.list(type, where);
  }

  holders(type: string): readonly string[] | undefined {
    return this.read.holders(type);
  }

  always(type: string): readonly string[] | undefined {
    return this.read.always(type);
  }

  older(type: string, id: string, expand: ExpandTree = nothing): Awaitable<Shown | undefined> {
    return andThen(this.shown(type, id, expand), (found) => found && (this.bring(found, expand) as Awaitable<Shown>));
  }

  /** `value` itself where nothing in it changes. */
  bring(value: unknown, expand: ExpandTree = nothing): Awaitable<unknown> {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.bringAll(value, expand);
    const { object } = value as Shown;
    if (typeof object !== 'string') return this.bringInner(value, Object.keys(value), expand);
    if (pages.has(object)) return this.bringPage(value as Page, expand.data ?? expand);
    const plan = this.plan((value as Shown).deleted === true ? `deleted_${object}` : object);
    const holders = this.holders(object) ?? Object.keys(value);
    return plan === undefined
      ? this.bringInner(value, holders, expand)
      : this.through(plan, value as Shown, holders, expand);
  }

  private bringAll(values: readonly unknown[], expand: ExpandTree): Awaitable<readonly unknown[]> {
    const brought = values.map((each) => this.bring(each, expand));
    return andThen(together(brought), (all) => (all.some((each, at) => each !== values[at]) ? all : values));
  }

  private bringPage(page: Page, expand: ExpandTree): Awaitable<object> {
    return andThen(this.bringAll(page.data, expand), (data) => (data === page.data ? page : { ...page, data }));
  }

  /** A copy where something in it changes. */
  private bringInner(value: object, keys: readonly string[], expand: ExpandTree): Awaitable<object> {
    let copy: Draft | undefined;
    const put = (key: string, brought: unknown): void => {
      copy ??= { ...value };
      copy[key] = brought;
    };
    return andThen(this.bringEach(value as Shown, keys, expand, put), () => copy ?? value);
  }

  /** Tells of each field that changes. */
  private bringEach(
    value: Shown,
    keys: readonly string[],
    expand: ExpandTree,
    put: (key: string, brought: unknown) => void,
  ): Awaitable<unknown> {
    let waiting: Promise<void>[] | undefined;
    for (const key of keys) {
      const inner = value[key];
      if (typeof inner !== 'object' || inner === null) continue;
      const brought = this.bring(inner, expand[key] ?? nothing);
      if (brought instanceof Promise) {
        waiting ??= [];
        waiting.push(brought.then((each) => (each === inner ? undefined : put(key, each))));
      } else if (brought !== inner) put(key, brought);
    }
    return waiting && Promise.all(waiting);
  }

  private through(plan: ObjectPlan, value: Shown, holders: readonly string[], expand: ExpandTree): Awaitable<Draft> {
    const { drops, chain, linked, inside } = plan;
    const draft = plan.draft(value, this.always(String(value.object)));
    const dropped: Draft = {};
    for (const key of drops) dropped[key] = value[key];
    const put = (key: string, brought: unknown): void => {
      if (drops.has(key)) dropped[key] = brought;
      else draft[key] = brought;
    };
    const ready = this.bringEach(value, holders, expand, put);
    const changed = andThen(ready, () => inTurn(chain, (downgrade) => downgrade(draft, this, dropped)));
    const followed = andThen(changed, () => inTurn(linked, (link) => this.follow(draft, link, expand)));
    const opened = andThen(followed, () => inTurn(inside, (each) => this.open(draft, each, expand)));
    return andThen(opened, () => draft);
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

  /** Likewise inside a hash, or each of several. */
  private open(draft: Draft, [name, field, types]: ObjectPlan['inside'][number], expand: ExpandTree): Awaitable<void> {
    const branch = expand[name]?.[field];
    if (branch === undefined) return undefined;
    const opened = (hash: unknown): Awaitable<unknown> => {
      const id = (hash as Shown | null | undefined)?.[field];
      if (typeof id !== 'string') return hash;
      return andThen(this.firstOf(types, id, branch), (found) =>
        found ? { ...(hash as Shown), [field]: found } : hash,
      );
    };
    const held = draft[name];
    return andThen(Array.isArray(held) ? together(held.map(opened)) : opened(held), (made) => {
      draft[name] = made;
    });
  }

  private firstOf([type, ...others]: readonly string[], id: string, expand?: ExpandTree): Awaitable<Shown | undefined> {
    if (type === undefined) return undefined;
    return andThen(this.older(type, id, expand), (found) => found ?? this.firstOf(others, id, expand));
  }
}
