/** The server of a run: an own one, or the running one that was named. */
import { Failure } from '../failure.ts';
import { whyNot } from '../listening.ts';

export interface ServerFlags {
  base?: string;
  port?: number;
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

/** Throws a Failure when the port is taken. */
export async function openServer({ base, port = 0, seed, lossy = false }: ServerFlags): Promise<Server> {
  if (base !== undefined) return { base, own: false, close: async () => undefined };
  const { createEmulator } = await import('../../server/emulator.ts');
  const emulator = await createEmulator({ seed, webhookRetries: lossy ? 'immediate' : 'fast' });
  const { url } = await emulator.listen({ port, host }).catch(async (error: NodeJS.ErrnoException) => {
    await emulator.close();
    throw new Failure(whyNot(error, { port, host }));
  });
  // The story itself takes the short way.
  return { base: url, own: true, fetch: emulator.fetch, close: () => emulator.close() };
}
