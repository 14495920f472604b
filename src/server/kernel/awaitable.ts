/** What a store has at hand need not be waited for: a confirmed payment would wait some four hundred times. */
export type Awaitable<T> = T | Promise<T>;

/** Goes on at once with a value at hand, later with a promised one. Not called `then`: a module that exports that is a thenable. */
export function andThen<A, B>(value: Awaitable<A>, next: (value: A) => Awaitable<B>): Awaitable<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** One after the other, waiting only for what is promised. */
export function inTurn<T>(items: readonly T[], run: (item: T) => Awaitable<unknown>, from = 0): Awaitable<void> {
  for (let at = from; at < items.length; at++) {
    const done = run(items[at] as T);
    if (done instanceof Promise) return done.then(() => inTurn(items, run, at + 1));
  }
  return undefined;
}

/** All of them; at once where none is only promised. */
export function together<T>(items: readonly Awaitable<T>[]): Awaitable<T[]> {
  return items.some((each) => each instanceof Promise) ? Promise.all(items) : (items as T[]);
}
