/** The server of a run: an own one, or the running one that was named. */
import { asUsage, BadUsage, Failure } from '../failure.ts';
import { whyNot } from '../listening.ts';

interface ServerFlags {
  base?: string;
  port?: number;
  apiVersion?: string;
  seed?: number;
  /** Webhooks get lost on demand: what is sent again is sent at once. */
  lossy?: boolean;
}

export interface Server {
  readonly base: string;
  readonly own: boolean;
  readonly fetch?: (request: Request) => Promise<Response>;
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** Throws a Failure when the port is taken, BadUsage for what a running server has decided. */
export async function openServer({ base, port = 0, apiVersion, seed, lossy = false }: ServerFlags): Promise<Server> {
  if (base !== undefined && apiVersion !== undefined)
    throw new BadUsage('--api-version is for an own server, and --base names a running one: give one of them.');
  if (base !== undefined) return { base, own: false, close: async () => undefined };
  const { createEmulator } = await import('../../server/emulator.ts');
  const options = { seed, apiVersion, webhookRetries: lossy ? 'immediate' : 'fast' } as const;
  const emulator = await createEmulator(options).catch(asUsage);
  const { url } = await emulator.listen({ port, host }).catch(async (error: NodeJS.ErrnoException) => {
    await emulator.close();
    throw new Failure(whyNot(error, { port, host }));
  });
  // The story itself takes the short way.
  return { base: url, own: true, fetch: emulator.fetch, close: () => emulator.close() };
}
