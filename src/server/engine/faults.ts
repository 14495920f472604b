/** Failures on demand: which API calls of a sandbox go wrong, and how. */

interface FaultMatch {
  readonly method?: string | undefined;
  /** `/v1/refunds`; `*` stands for any text, `{id}` for one segment. */
  readonly path?: string | undefined;
  /** Fires from the nth call on that fits, counted from when the fault was armed; the first when left out. */
  readonly nth?: number | undefined;
}

export interface FaultEffect {
  /** HTTP status of the answer, with the error that Stripe sends with it. */
  readonly status?: number | undefined;
  /** In place of that error. */
  readonly body?: object | undefined;
  /** Type of that error. */
  readonly type?: string | undefined;
  /** Milliseconds until the call is answered. */
  readonly delay_ms?: number | undefined;
  /** The connection ends without an answer. */
  readonly drop?: boolean | undefined;
  /** The call is carried out all the same, before anything goes wrong: only its answer is lost. */
  readonly execute?: boolean | undefined;
}

interface FaultRule {
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
  /** How many calls it fails; null: all from then on. */
  readonly times: number | null;
}

interface Fault extends FaultRule {
  readonly id: string;
  readonly object: 'fault';
  /** Calls that fitted so far. */
  readonly seen: number;
  /** Calls that it failed so far. */
  readonly fired: number;
}

interface Armed {
  readonly rule: FaultRule;
  readonly id: string;
  readonly path: RegExp | undefined;
  seen: number;
  fired: number;
}

function pattern(path: string): RegExp {
  const text = path
    .replaceAll(/[.+?^$()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll(/\{[^/}]*\}/g, '[^/]+');
  return new RegExp(`^${text}$`);
}

const shown = ({ rule, id, seen, fired }: Armed): Fault => ({ id, object: 'fault', ...rule, seen, fired });

export class Faults {
  private armed: Armed[] = [];
  private count = 0;

  arm(rule: FaultRule): Fault {
    const { path } = rule.match;
    this.count++;
    const armed = {
      rule,
      id: `fault_${this.count}`,
      path: path === undefined ? undefined : pattern(path),
      seen: 0,
      fired: 0,
    };
    this.armed.push(armed);
    return shown(armed);
  }

  /** Those that fired as often as they should stay in the list. */
  list(): Fault[] {
    return this.armed.map(shown);
  }

  /** Answers how many there were. */
  clear(): number {
    const { length } = this.armed;
    this.armed = [];
    return length;
  }

  /** False when there is none of this id. */
  disarm(id: string): boolean {
    const { length } = this.armed;
    this.armed = this.armed.filter((each) => each.id !== id);
    return this.armed.length < length;
  }

  /** Counts the call, and answers the fault that it meets. */
  meet(method: string, path: string): Fault | undefined {
    if (this.armed.length === 0) return undefined;
    let met: Armed | undefined;
    for (const each of this.armed) {
      const { match, times } = each.rule;
      if (match.method !== undefined && match.method !== method) continue;
      if (each.path !== undefined && !each.path.test(path)) continue;
      each.seen++;
      if (met !== undefined || each.seen < (match.nth ?? 1) || (times !== null && each.fired >= times)) continue;
      each.fired++;
      met = each;
    }
    return met && shown(met);
  }
}
