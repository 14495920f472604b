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
export type { DeliveryQuery } from './server/sandbox/deliveries.ts';
export type { ClockChange } from './server/sandbox/time.ts';
export type { WaitOptions } from './server/sandbox/waiting.ts';
export type { SandboxHandle } from './server/sandbox-handle.ts';
