/** `/timeline`: what happens in a sandbox, as it happens. */
import * as z from 'zod/mini';
import { sandboxOf } from './caller.ts';
import { oneOf, readQuery } from './input.ts';
import type { Routes } from './routes.ts';

const encoder = new TextEncoder();
const query = z.strictObject({ requests: z.optional(oneOf(['true', 'false'])) });

export const timelineRoutes: Routes = (control, emulator) => {
  control.get('/timeline', (c) => {
    const sandbox = sandboxOf(c, emulator);
    const { requests = 'true' } = readQuery(c, query);
    let stop = (): void => undefined;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (text: string): void => controller.enqueue(encoder.encode(text));
        // What has been sent has been subscribed to: the caller may go on once this is here.
        send(': from now on\n\n');
        stop = sandbox.watch((line) => {
          if (line.kind !== 'request' || requests === 'true') send(`data: ${JSON.stringify(line)}\n\n`);
        });
      },
      cancel: () => stop(),
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' } });
  });
};
