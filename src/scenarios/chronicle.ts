/** What a run tells as it goes: its own steps, and between them what happened in the sandbox meanwhile. */
import type { Entry, EntryKind } from './run.ts';
import type { Timeline, TimelineLine } from './timeline.ts';

interface Note {
  readonly kind: EntryKind;
  readonly text: string;
  readonly result: string;
  /** True when left out. */
  readonly ok?: boolean;
  readonly says?: string | undefined;
  readonly step?: string | undefined;
  readonly account?: string | undefined;
}

/** Where on the app a webhook goes. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function noteOf(line: TimelineLine): Note {
  switch (line.kind) {
    case 'request': {
      const result = line.status === 0 ? 'no answer' : `${line.status}`;
      return { kind: 'app', text: `${line.method} ${line.path}`, result };
    }
    case 'event':
      return { kind: 'event', text: line.type, result: line.about ?? '', account: line.account ?? undefined };
    case 'attempt': {
      const { status, error, duration_ms } = line.attempt;
      return {
        kind: 'delivery',
        text: `${line.event_type} to ${pathOf(line.url)}`,
        result: error ?? `${status} in ${Math.round(duration_ms)} ms`,
        ok: error === null && status !== null && status < 300,
      };
    }
  }
}

export class Chronicle {
  readonly entries: Entry[] = [];
  private readonly started = performance.now();
  private readonly timeline: Timeline;
  private readonly tell: ((entry: Entry) => void) | undefined;
  private over = false;

  constructor(timeline: Timeline, tell: ((entry: Entry) => void) | undefined) {
    this.timeline = timeline;
    this.tell = tell;
  }

  get milliseconds(): number {
    return performance.now() - this.started;
  }

  note(note: Note): void {
    if (this.over) return;
    const entry: Entry = {
      kind: note.kind,
      at: performance.now() - this.started,
      text: note.text,
      result: note.result,
      says: note.says,
      ok: note.ok ?? true,
      step: note.step,
      account: note.account,
    };
    this.entries.push(entry);
    this.tell?.(entry);
  }

  /** Notes what has happened meanwhile, the `own` requests of the story left out. Answers whether others made requests. */
  follow(own: ReadonlySet<string>): boolean {
    let others = false;
    for (const line of this.timeline.take()) {
      if (line.kind === 'request') {
        if (own.has(line.id)) continue;
        others = true;
      }
      this.note(noteOf(line));
    }
    return others;
  }

  /** What comes later is not told any more. */
  end(): void {
    this.over = true;
  }
}
