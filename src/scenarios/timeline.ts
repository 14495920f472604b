/** What happens in the sandbox of a story, as the emulator tells it. */
import type { Target } from './target.ts';

export interface RequestLine {
  readonly kind: 'request';
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** 0 when the caller got no answer. */
  readonly status: number;
}

export interface EventLine {
  readonly kind: 'event';
  readonly id: string;
  readonly type: string;
  /** The connected account; null for the platform. */
  readonly account: string | null;
  /** The id of its object. */
  readonly about: string | null;
}

export interface AttemptLine {
  readonly kind: 'attempt';
  readonly event_type: string;
  readonly url: string;
  readonly attempt: {
    readonly number: number;
    readonly status: number | null;
    readonly error: string | null;
    readonly duration_ms: number;
  };
}

export type TimelineLine = RequestLine | EventLine | AttemptLine;

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
  private readonly known = new Set<string>();
  private untold: TimelineLine[] = [];
  private wake = (): void => undefined;
  private reader: Reader | undefined;

  /** Resolves once nothing that happens from now on is missed. Rejects when what answers there is no emulator. */
  async open(target: Target): Promise<void> {
    const answer = await target.stream('/timeline');
    if (!answer.ok || answer.body === null) {
      const { error } = (await answer.json().catch(() => ({}))) as { error?: { message?: string } };
      throw new Error(error?.message ?? `What answers there is no emulator of this kind: ${answer.status}.`);
    }
    this.reader = answer.body.getReader();
    const lines = linesOf(this.reader);
    await lines.next();
    void this.read(lines);
  }

  private async read(lines: AsyncGenerator<TimelineLine | undefined>): Promise<void> {
    try {
      for await (const line of lines) {
        if (line === undefined) continue;
        if (line.kind === 'event') {
          this.events.push(line);
          this.known.add(line.id);
        }
        this.untold.push(line);
        this.wake();
      }
    } catch {
      // The server is gone: the next call says so.
    }
  }

  /** What happened since it was last asked. */
  take(): TimelineLine[] {
    const lines = this.untold;
    this.untold = [];
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

  async close(): Promise<void> {
    await this.reader?.cancel().catch(() => undefined);
  }
}
