/** A local Stripe: `createEmulator()` and its types. */
export {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type ForwarderOptions,
  type RunningServer,
} from './server/emulator.ts';
export type { ClockSetting } from './server/options.ts';
export type { SandboxHandle, WaitOptions } from './server/sandbox-handle.ts';
