/** The time of a sandbox, as it is moved by hand. */
import type { Engine, Fired } from '../engine/engine.ts';
import type { ClockMode } from '../kernel/clock.ts';
import { parseDuration } from '../kernel/duration.ts';

export interface ClockChange {
  mode?: ClockMode;
  /** Unix seconds, or a Date. */
  now?: number | Date;
}

/** A movement of the clock that cannot be. */
export class ClockRefused extends RangeError {
  override readonly name = 'ClockRefused';
}

const longestMove = 100 * 366 * 86_400;
const seconds = (time: number | Date): number => (typeof time === 'number' ? time : Math.floor(time.getTime() / 1000));

export class SandboxTime {
  private readonly engine: Engine;
  private readonly name: string;

  constructor(engine: Engine, name: string) {
    this.engine = engine;
    this.name = name;
  }

  now(): number {
    return this.engine.sandbox(this.name).clock.now();
  }

  async set({ mode, now }: ClockChange): Promise<Fired[]> {
    const sandbox = this.engine.sandbox(this.name);
    await sandbox.settling;
    const to = now === undefined ? undefined : this.checkMove(seconds(now));
    if (mode !== undefined) sandbox.clock.setMode(mode);
    this.engine.wind(this.name);
    return to === undefined ? [] : this.moveTo(to);
  }

  async advance(by: string | number | Date): Promise<Fired[]> {
    if (by instanceof Date) return this.moveTo(this.checkMove(seconds(by)));
    const span = typeof by === 'number' ? by : parseDuration(by);
    if (span === undefined) throw new ClockRefused(`'${by}' is no duration: write 90s, 5m, 2h, 7d or 1w.`);
    return this.moveTo(this.checkMove(this.now() + span));
  }

  private checkMove(to: number): number {
    const now = this.now();
    if (!Number.isFinite(to)) throw new ClockRefused('That is no time.');
    if (to < now) throw new ClockRefused('The clock of a sandbox does not go back.');
    if (to - now > longestMove) throw new ClockRefused('The clock moves no more than 100 years at once.');
    return Math.floor(to);
  }

  private async moveTo(time: number): Promise<Fired[]> {
    // Where the wall clock has overtaken the time meanwhile, it has come all the same.
    return (await this.engine.advance(this.engine.sandbox(this.name), Math.max(time, this.now()))) ?? [];
  }
}
