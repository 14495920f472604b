/** The default store: everything in this process. A transaction writes in place and keeps how to undo each write. */
import type { ListQuery } from '../kernel/work.ts';
import { Collection } from './collection.ts';
import type { Page, Row, Store, Timer, Tx } from './port.ts';
import { TimerQueue } from './timer-queue.ts';

class Contents {
  /** By account, then type. */
  readonly collections = new Map<string, Map<string, Collection>>();
  timers = new TimerQueue();
  readonly blobs = new Map<string, Uint8Array>();

  collection(account: string, type: string): Collection {
    let ofAccount = this.collections.get(account);
    if (ofAccount === undefined) {
      ofAccount = new Map();
      this.collections.set(account, ofAccount);
    }
    let collection = ofAccount.get(type);
    if (collection === undefined) {
      collection = new Collection();
      ofAccount.set(type, collection);
    }
    return collection;
  }

  *named(): Iterable<[account: string, type: string, collection: Collection]> {
    for (const [account, ofAccount] of this.collections) {
      for (const [type, collection] of ofAccount) yield [account, type, collection];
    }
  }

  copy(): Contents {
    const copy = new Contents();
    for (const [account, ofAccount] of this.collections) {
      const types = [...ofAccount].map(([type, collection]) => [type, collection.copy()] as const);
      copy.collections.set(account, new Map(types));
    }
    copy.timers = this.timers.copy();
    for (const [id, data] of this.blobs) copy.blobs.set(id, data);
    return copy;
  }
}

class MemoryTx implements Tx {
  private readonly contents: Contents;
  private undo: (() => void)[] | undefined;
  private holed: Set<Collection> | undefined;

  constructor(contents: Contents) {
    this.contents = contents;
  }

  get(account: string, type: string, id: string): Row | undefined {
    return this.contents.collection(account, type).get(id);
  }

  stub(account: string, type: string, id: string): Row | undefined {
    return this.contents.collection(account, type).stub(id);
  }

  list(account: string, type: string, query: ListQuery): Page {
    return this.contents.collection(account, type).list(query);
  }

  insert(account: string, type: string, row: Row): void {
    const collection = this.contents.collection(account, type);
    collection.insert(row);
    this.onUndo(() => collection.undoInsert(row.id));
  }

  replace(account: string, type: string, row: Row): void {
    const collection = this.contents.collection(account, type);
    const before = collection.replace(row);
    this.onUndo(() => collection.replace(before));
  }

  remove(account: string, type: string, id: string, stub: Row | undefined): void {
    const collection = this.contents.collection(account, type);
    const removed = collection.remove(id, stub);
    this.holed ??= new Set();
    this.holed.add(collection);
    this.onUndo(() => collection.undoRemove(removed));
  }

  putTimer(timer: Timer): void {
    const { timers } = this.contents;
    const replaced = timers.put(timer);
    this.onUndo(() => (replaced === undefined ? timers.cancel(timer.id) : timers.reinstate(replaced)));
  }

  cancelTimer(id: string): void {
    const { timers } = this.contents;
    const canceled = timers.cancel(id);
    if (canceled !== undefined) this.onUndo(() => timers.reinstate(canceled));
  }

  nextTimer(soonOnly: boolean, clock?: string): Timer | undefined {
    return this.contents.timers.next(soonOnly, clock);
  }

  putBlob(id: string, data: Uint8Array): void {
    const { blobs } = this.contents;
    const before = blobs.get(id);
    blobs.set(id, data);
    this.onUndo(() => (before === undefined ? blobs.delete(id) : blobs.set(id, before)));
  }

  blob(id: string): Uint8Array | undefined {
    return this.contents.blobs.get(id);
  }

  commit(): void {
    if (this.holed !== undefined) for (const collection of this.holed) collection.compact();
  }

  rollBack(): void {
    if (this.undo !== undefined) for (const undo of this.undo.reverse()) undo();
  }

  private onUndo(undo: () => void): void {
    if (this.undo === undefined) this.undo = [undo];
    else this.undo.push(undo);
  }
}

class SandboxMemory {
  contents = new Contents();
  readonly snapshots = new Map<string, Contents>();
  private busy = false;
  private readonly waiting: (() => void)[] = [];

  /** Resolves when it is this caller's turn; undefined when it is at once. */
  enter(): Promise<void> | undefined {
    if (this.busy) return new Promise((resolve) => this.waiting.push(resolve));
    this.busy = true;
    return undefined;
  }

  leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.busy = false;
    else next();
  }

  get idle(): boolean {
    return !this.busy;
  }

  async alone<T>(run: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await run();
    } finally {
      this.leave();
    }
  }
}

export function createMemoryStore(): Store {
  const sandboxes = new Map<string, SandboxMemory>();

  function memoryOf(sandbox: string): SandboxMemory {
    let memory = sandboxes.get(sandbox);
    if (memory === undefined) {
      memory = new SandboxMemory();
      sandboxes.set(sandbox, memory);
    }
    return memory;
  }

  return {
    peek(sandbox, account, type, id) {
      const memory = memoryOf(sandbox);
      return memory.idle ? memory.contents.collection(account, type).get(id) : undefined;
    },
    peekList(sandbox, account, type, query) {
      const memory = memoryOf(sandbox);
      return memory.idle ? memory.contents.collection(account, type).list(query) : undefined;
    },
    async transaction(sandbox, run) {
      const memory = memoryOf(sandbox);
      const turn = memory.enter();
      if (turn !== undefined) await turn;
      const tx = new MemoryTx(memory.contents);
      try {
        const result = await run(tx);
        tx.commit();
        return result;
      } catch (error) {
        tx.rollBack();
        throw error;
      } finally {
        memory.leave();
      }
    },
    dump(sandbox) {
      const memory = memoryOf(sandbox);
      return memory.alone(async () => {
        const dump: Record<string, Row[]> = {};
        for (const [account, type, collection] of memory.contents.named()) {
          if (collection.size > 0) dump[`${account}/${type}`] = collection.rows();
          const stubs = collection.allStubs();
          if (stubs.length > 0) dump[`${account}/${type}/stubs`] = stubs;
        }
        const timers = memory.contents.timers.timers();
        if (timers.length > 0) dump['/timers'] = timers;
        if (memory.contents.blobs.size > 0) dump['/blobs'] = [...memory.contents.blobs.keys()].map((id) => ({ id }));
        return dump;
      });
    },
    clear(sandbox, snapshots = false) {
      const memory = memoryOf(sandbox);
      return memory.alone(async () => {
        memory.contents = new Contents();
        if (snapshots) memory.snapshots.clear();
      });
    },
    saveSnapshot(sandbox, name) {
      const memory = memoryOf(sandbox);
      return memory.alone(async () => {
        memory.snapshots.set(name, memory.contents.copy());
      });
    },
    restoreSnapshot(sandbox, name) {
      const memory = memoryOf(sandbox);
      return memory.alone(async () => {
        const snapshot = memory.snapshots.get(name);
        if (snapshot !== undefined) memory.contents = snapshot.copy();
        return snapshot !== undefined;
      });
    },
    async dropSnapshot(sandbox, name) {
      return memoryOf(sandbox).snapshots.delete(name);
    },
    async snapshots(sandbox) {
      return [...memoryOf(sandbox).snapshots.keys()];
    },
    async close() {
      sandboxes.clear();
    },
  };
}
