/** The deliveries of a story's events: which are still on their way, and which never arrive. */
import type { Undelivered } from './run.ts';
import type { StoryDelivery, Target } from './target.ts';
import type { AttemptLine, EventLine } from './timeline.ts';

function triesOf(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

function nameOf({ id, event, event_type, url }: Pick<Undelivered, 'id' | 'event' | 'event_type' | 'url'>) {
  return { id, event, event_type, url };
}

function ofAttempt({ delivery, status, attempt, ...line }: AttemptLine): Undelivered {
  const { number, status: answered, error } = attempt;
  return {
    ...nameOf({ ...line, id: delivery }),
    status: status === 'failed' ? 'failed' : 'pending',
    attempts: number,
    reason: error ?? `answered ${answered}`,
  };
}

function ofUntried(delivery: StoryDelivery): Undelivered {
  return { ...nameOf(delivery), status: 'pending', attempts: 0, reason: 'not attempted yet' };
}

/** `charge.failed to http://127.0.0.1:3000/hooks: answered 500 (4 attempts, given up)` */
export function undeliveredText({ event_type, url, status, attempts, reason }: Undelivered): string {
  const tried =
    attempts === 0 ? '' : ` (${triesOf(attempts)}, ${status === 'failed' ? 'given up' : 'to be tried again'})`;
  return `${event_type} to ${url}: ${reason}${tried}`;
}

export class Arrivals {
  /** Events of the story, with how many of their deliveries had no attempt yet. */
  private readonly untried = new Map<string, number>();
  /** The last attempt of each delivery that was not answered 2xx yet. */
  private readonly open = new Map<string, AttemptLine>();
  /** Deliveries that had no attempt yet. */
  untriedCount = 0;

  expect({ id, pending_webhooks: receivers }: EventLine): void {
    if (receivers === 0) return;
    this.untried.set(id, receivers);
    this.untriedCount += receivers;
  }

  attempted(line: AttemptLine): void {
    const left = this.untried.get(line.event);
    // Events of before the story are none of its business.
    if (left === undefined) return;
    if (line.attempt.number === 1) {
      this.untried.set(line.event, left - 1);
      this.untriedCount--;
    }
    if (line.status === 'succeeded') this.open.delete(line.delivery);
    else this.open.set(line.delivery, line);
  }

  /** Nothing of it is on its way, and all arrived. */
  get isDone(): boolean {
    return this.untriedCount === 0 && this.open.size === 0;
  }

  /** Whether a retry is due by this time, in Unix seconds of the sandbox. */
  retriesBy(time: number): boolean {
    for (const { next_attempt } of this.open.values()) if (next_attempt !== null && next_attempt <= time) return true;
    return false;
  }

  /** What has not arrived. A delivery whose receiver was taken away before it was tried is none. */
  async missing(target: Target): Promise<Undelivered[]> {
    const missing = [...this.open.values()].map(ofAttempt);
    for (const [event, count] of this.untried) {
      if (count === 0) continue;
      const deliveries = await target.deliveries(`event=${event}`);
      missing.push(
        ...deliveries.filter(({ status, attempts }) => status === 'pending' && attempts.length === 0).map(ofUntried),
      );
    }
    return missing;
  }
}
