/** Tells whoever watches a sandbox what happens in it, as it happens. */
import type { Attempt, Delivery } from '../kernel/delivery.ts';
import type { RequestLogEntry } from './sandbox.ts';
import type { EmittedEvent } from './unit.ts';

/** One thing that happened, told once it is committed. */
export type Happening =
  | { readonly kind: 'request'; readonly request: RequestLogEntry }
  | { readonly kind: 'event'; readonly event: EmittedEvent }
  | { readonly kind: 'attempt'; readonly delivery: Delivery; readonly attempt: Attempt };

type Watcher = (happening: Happening) => void;

export class Feed {
  private readonly watchers = new Map<string, Set<Watcher>>();

  /** Telling costs; nobody watches most sandboxes. */
  isWatched(sandbox: string): boolean {
    return this.watchers.size > 0 && this.watchers.has(sandbox);
  }

  /** Also through a reset of the sandbox. The answer ends it. */
  watch(sandbox: string, watcher: Watcher): () => void {
    const watchers = this.watchers.get(sandbox) ?? new Set();
    this.watchers.set(sandbox, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0 && this.watchers.get(sandbox) === watchers) this.watchers.delete(sandbox);
    };
  }

  tell(sandbox: string, happening: Happening): void {
    for (const watcher of this.watchers.get(sandbox) ?? []) watcher(happening);
  }
}
