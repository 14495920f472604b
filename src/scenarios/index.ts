/** Stories over an emulator, and the runner that plays them. */
export { isFixturesFile, readFixturesFile } from './fixtures-file.ts';
export { junit, type PlayedStory } from './junit.ts';
export { findScenario, library } from './library/index.ts';
export { entryLine, explanation, heading, progressLine, type Style, verdict } from './report.ts';
export type { Entry, EntryKind, FailedStep, Forward, Progress, Run, RunOptions, Undelivered } from './run.ts';
export { runScenario } from './runner.ts';
export {
  type Disorder,
  defineScenario,
  type EventType,
  readScenario,
  type Scenario,
  ScenarioError,
  type Step,
} from './scenario.ts';
export { readStoryFile, type StoryFile } from './story-file.ts';
export { findTrigger, triggerable } from './triggers/index.ts';
export { type Replay, type Verification, type VerifyOptions, verifyScenario } from './verify.ts';
