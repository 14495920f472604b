/** What happens in the sandbox of a story, as the emulator tells it. */
import type { TimelineLine } from '../server/timeline-line.ts';
import { Arrivals } from './arrivals.ts';
import type { Target } from './target.ts';

export type { TimelineLine } from '../server/timeline-line.ts';

export type EventLine = Extract<TimelineLine, { kind: 'event' }>;
export type AttemptLine = Extract<TimelineLine, { kind: 'attempt' }>;

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Splits a stream of server-sent events; undefined for a comment. */
async function* linesOf(reader: Reader): AsyncGenerator<TimelineLine | undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield part.startsWith('data: ') ? (JSON.parse(part.slice(6)) as TimelineLine) : undefined;
  }
}

export class Timeline {
  /** Every event since it was opened, in order. */
  readonly events: EventLine[] = [];
  /** What became of the deliveries of these events. */
  readonly arrivals = new Arrivals();
  private readonly known = new Set<string>();
  private untold: TimelineLine[] = [];
  private wake = (): void => undefined;
  /** Lines come before the answer of the call that caused them. */
  isImmediate = false;
  private stop = async (): Promise<void> => undefined;

  /** Resolves once nothing that happens from now on is missed. Rejects when what answers there is no emulator. */
  async open(target: Target): Promise<void> {
    const unwatch = target.watch((line) => this.add(line));
    this.isImmediate = unwatch !== undefined;
    if (unwatch === undefined) await this.follow(target);
    else this.stop = async () => unwatch();
  }

  private async follow(target: Target): Promise<void> {
    // Nobody else has a key that was made up for this story: there are no other calls to tell of.
    const answer = await target.stream(`/timeline?requests=${!target.fresh}`);
    if (answer.body === null) return;
    const reader = answer.body.getReader();
    this.stop = () => reader.cancel().catch(() => undefined);
    const lines = linesOf(reader);
    await lines.next();
    void this.read(lines);
  }

  private async read(lines: AsyncGenerator<TimelineLine | undefined>): Promise<void> {
    try {
      for await (const line of lines) if (line !== undefined) this.add(line);
    } catch {
      // The server is gone: the next call says so.
    }
  }

  private add(line: TimelineLine): void {
    if (line.kind === 'event') {
      this.events.push(line);
      this.known.add(line.id);
      this.arrivals.expect(line);
    }
    if (line.kind === 'attempt') this.arrivals.attempted(line);
    this.untold.push(line);
    this.wake();
  }

  /** What happened since it was last asked. */
  take(): TimelineLine[] {
    const lines = this.untold;
    if (lines.length > 0) this.untold = [];
    return lines;
  }

  hasEvent(id: string): boolean {
    return this.known.has(id);
  }

  /** Resolves when something happens, at the latest after so many milliseconds. */
  async change(ms: number): Promise<void> {
    if (this.untold.length > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  close(): Promise<void> {
    return this.stop();
  }
}
