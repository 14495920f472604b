/** Timers by the time they fall due; a heap whose dead entries are dropped when they surface. */
import type { Timer } from './port.ts';

/** A timer and its turn among those of the same time. */
interface QueuedTimer {
  readonly timer: Timer;
  readonly order: number;
}

function before({ timer: a, order }: QueuedTimer, { timer: b, order: other }: QueuedTimer): boolean {
  if (a.at !== b.at) return a.at < b.at;
  const [turn, otherTurn] = [a.turn ?? 0, b.turn ?? 0];
  return turn === otherTurn ? order < other : turn < otherTurn;
}

class Heap {
  private entries: QueuedTimer[] = [];

  push(entry: QueuedTimer): void {
    const { entries } = this;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent];
      if (above === undefined || !before(entry, above)) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = entry;
  }

  /** `sorted` entries are a heap as they are. */
  become(sorted: QueuedTimer[]): void {
    this.entries = [...sorted];
  }

  peek(): QueuedTimer | undefined {
    return this.entries[0];
  }

  pop(): void {
    const { entries } = this;
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return;
    let at = 0;
    for (;;) {
      const left = entries[2 * at + 1];
      const right = entries[2 * at + 2];
      const child = right !== undefined && left !== undefined && before(right, left) ? 2 * at + 2 : 2 * at + 1;
      const below = entries[child];
      if (below === undefined || !before(below, last)) break;
      entries[at] = below;
      at = child;
    }
    entries[at] = last;
  }
}

const fewDead = 1024;

export class TimerQueue {
  private readonly live = new Map<string, QueuedTimer>();
  /** By clock. */
  private readonly all = new Map<string | undefined, Heap>();
  private readonly soon = new Heap();
  private order = 0;
  /** Entries of all clocks' heaps, dead ones too. */
  private queued = 0;

  /** Answers what it replaces. */
  put(timer: Timer): QueuedTimer | undefined {
    const replaced = this.live.get(timer.id);
    this.reinstate({ timer, order: this.order++ });
    return replaced;
  }

  cancel(id: string): QueuedTimer | undefined {
    const entry = this.live.get(id);
    this.live.delete(id);
    return entry;
  }

  /** Puts back what was replaced or canceled, with its old turn. */
  reinstate(entry: QueuedTimer): void {
    this.live.set(entry.timer.id, entry);
    this.heapOf(entry.timer.clock).push(entry);
    this.queued++;
    if (entry.timer.soon) this.soon.push(entry);
    if (this.queued > this.live.size * 2 + fewDead) this.dropDead();
  }

  next(soonOnly: boolean, clock?: string): Timer | undefined {
    const heap = soonOnly ? this.soon : this.all.get(clock);
    for (let top = heap?.peek(); top !== undefined; top = heap?.peek()) {
      if (this.live.get(top.timer.id) === top) return top.timer;
      heap?.pop();
      if (!soonOnly) this.queued--;
    }
    return undefined;
  }

  private heapOf(clock: string | undefined): Heap {
    let heap = this.all.get(clock);
    if (heap === undefined) {
      heap = new Heap();
      this.all.set(clock, heap);
    }
    return heap;
  }

  timers(): Timer[] {
    return this.inOrder().map((entry) => entry.timer);
  }

  private inOrder(): QueuedTimer[] {
    return [...this.live.values()].sort((a, b) => (before(a, b) ? -1 : 1));
  }

  /** Timers set anew again and again for a far day would otherwise never leave. */
  private dropDead(): void {
    const entries = this.inOrder();
    this.all.clear();
    for (const entry of entries) this.heapOf(entry.timer.clock).push(entry);
    this.queued = entries.length;
    this.soon.become(entries.filter((entry) => entry.timer.soon));
  }

  copy(): TimerQueue {
    const copy = new TimerQueue();
    for (const timer of this.timers()) copy.put(timer);
    return copy;
  }
}
