/** Steps that have begun and not ended: what a story was waiting for when its time was up. */
import type { Unmet } from './expectations.ts';

export interface UnderWay {
  readonly place: string;
  /** What ends it, in words. */
  waitsFor(): string;
  /** Why an expectation did not hold when it was last looked at. */
  lacks?: Unmet | undefined;
}

/** `steps.0 was waiting until customer.created happened (so far: no event customer.created)` */
export function whatIsUnderWay(steps: Iterable<UnderWay>): string {
  const waits: string[] = [];
  for (const { place, waitsFor, lacks } of steps) {
    const soFar = lacks === undefined ? '' : ` (so far: ${lacks.message})`;
    waits.push(`${place} was waiting ${waitsFor()}${soFar}`);
  }
  return waits.join('; ');
}
