/** Stories over an emulator, and the runner that plays them. */
export { isFixturesFile, readFixturesFile } from './fixtures-file.ts';
export { findScenario, library } from './library/index.ts';
export { entryLine, heading, type Style, verdict } from './report.ts';
export { type Entry, type EntryKind, type Run, type RunOptions, runScenario } from './runner.ts';
export { defineScenario, readScenario, type Scenario, type Step } from './scenario.ts';
