/** The emulator as users run it: the build, as a process of its own. */
import { createEmulator } from 'stripe-emulator';
import { report } from './report-usage.ts';

const emulator = await createEmulator({ seed: 1 });
const server = await emulator.listen();
report(server.port);
