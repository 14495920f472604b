/** The stories that come with the package. */
import type { Scenario } from '../scenario.ts';
import { disputeLost } from './dispute-lost.ts';
import { disputeWon } from './dispute-won.ts';

export const library: readonly Scenario[] = [disputeWon, disputeLost];

export function findScenario(name: string): Scenario | undefined {
  return library.find((scenario) => scenario.name === name);
}
