/** Timers by the time they fall due; a heap whose dead entries are dropped when they surface. */
import type { Timer } from './port.ts';

interface Entry {
  readonly timer: Timer;
  readonly order: number;
}

const before = (a: Entry, b: Entry): boolean =>
  a.timer.at < b.timer.at || (a.timer.at === b.timer.at && a.order < b.order);

class Heap {
  private readonly entries: Entry[] = [];

  push(entry: Entry): void {
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

  peek(): Entry | undefined {
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

export class TimerQueue {
  private readonly live = new Map<string, Entry>();
  private readonly all = new Heap();
  private readonly soon = new Heap();
  private order = 0;

  /** Answers the timer it replaces. */
  put(timer: Timer): Timer | undefined {
    const replaced = this.live.get(timer.id)?.timer;
    const entry = { timer, order: this.order++ };
    this.live.set(timer.id, entry);
    this.all.push(entry);
    if (timer.soon) this.soon.push(entry);
    return replaced;
  }

  cancel(id: string): Timer | undefined {
    const entry = this.live.get(id);
    this.live.delete(id);
    return entry?.timer;
  }

  next(soonOnly: boolean): Timer | undefined {
    const heap = soonOnly ? this.soon : this.all;
    for (let top = heap.peek(); top !== undefined; top = heap.peek()) {
      if (this.live.get(top.timer.id) === top) return top.timer;
      heap.pop();
    }
    return undefined;
  }

  timers(): Timer[] {
    return [...this.live.values()].sort((a, b) => (before(a, b) ? -1 : 1)).map((entry) => entry.timer);
  }

  copy(): TimerQueue {
    const copy = new TimerQueue();
    for (const timer of this.timers()) copy.put(timer);
    return copy;
  }
}
