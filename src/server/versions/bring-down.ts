/** Takes an answer back through changes: every object in it, the innermost first. */
import { type Awaitable, andThen } from '../kernel/awaitable.ts';
import type { Read, Shown, VersionChange } from './change.ts';

type Writable = Record<string, unknown>;

/** `value` itself where nothing in it changes. */
export function bringDown(value: unknown, changes: readonly VersionChange[], read: Read): Awaitable<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  return andThen(bringInnerDown(value, changes, read), (inner) => {
    const { object } = inner as Shown;
    return typeof object === 'string' ? throughChanges(inner as Shown, object, changes, read, 0) : inner;
  });
}

function bringInnerDown(value: object, changes: readonly VersionChange[], read: Read): Awaitable<object> {
  let copy: Writable | undefined;
  const waiting: Promise<void>[] = [];
  const put = (key: string, inner: unknown, brought: unknown): void => {
    if (brought === inner) return;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Writable;
    copy[key] = brought;
  };
  for (const key in value) {
    const inner = (value as Shown)[key];
    if (typeof inner !== 'object' || inner === null) continue;
    const brought = bringDown(inner, changes, read);
    if (brought instanceof Promise) waiting.push(brought.then((each) => put(key, inner, each)));
    else put(key, inner, brought);
  }
  if (waiting.length === 0) return copy ?? value;
  return Promise.all(waiting).then(() => copy ?? value);
}

function throughChanges(
  shown: Shown,
  object: string,
  changes: readonly VersionChange[],
  read: Read,
  from: number,
): Awaitable<Shown> {
  for (let at = from; at < changes.length; at++) {
    const change = changes[at]?.objects?.[object];
    if (change === undefined) continue;
    return andThen(change(shown, read), (older) => throughChanges(older, object, changes, read, at + 1));
  }
  return shown;
}
