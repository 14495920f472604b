/** The emulator as a server process of its own. */
import { createEmulator } from '../src/index.ts';
import { report } from './report-usage.ts';

const emulator = await createEmulator({ seed: 1 });
const server = await emulator.listen();
report(server.port);
