/** A local Stripe: `createEmulator()` and its types. */

export type { Coverage } from './server/coverage.ts';
export {
  createEmulator,
  type DeliveryLine,
  type Emulator,
  type EmulatorOptions,
  type ForwarderOptions,
  type RunningServer,
} from './server/emulator.ts';
export type { MachineView, ObjectView } from './server/machine-view.ts';
export type { ClockSetting } from './server/options.ts';
export type { ReceiverOptions } from './server/receiver.ts';
export type { ClockChange, DeliveryQuery, SandboxHandle, WaitOptions } from './server/sandbox-handle.ts';
