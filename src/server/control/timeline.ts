/** `/timeline`: what happens in a sandbox, as it happens. */
import type { Happening } from '../engine/feed.ts';
import { sandboxOf } from './caller.ts';
import type { Routes } from './routes.ts';

/** Enough to follow along; what more there is to know can be retrieved by id. */
function line(happening: Happening): object {
  switch (happening.kind) {
    case 'request': {
      const { id, method, path, account, status, duration_ms } = happening.request;
      return { kind: 'request', id, method, path, account, status, duration_ms };
    }
    case 'event': {
      const { id, type, account = null, created, data } = happening.event;
      return { kind: 'event', id, type, account, created, about: data.object.id ?? null };
    }
    case 'attempt': {
      const { id, event, event_type, url, status, attempts, next_attempt } = happening.delivery;
      const { status: answered, error, duration_ms } = happening.attempt;
      const attempt = { number: attempts.length, status: answered, error, duration_ms };
      return { kind: 'attempt', delivery: id, event, event_type, url, status, next_attempt, attempt };
    }
  }
}

const encoder = new TextEncoder();

export const timelineRoutes: Routes = (control, emulator) => {
  control.get('/timeline', (c) => {
    const sandbox = sandboxOf(c, emulator);
    let stop = (): void => undefined;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (text: string): void => controller.enqueue(encoder.encode(text));
        // What has been sent has been subscribed to: the caller may go on once this is here.
        send(': from now on\n\n');
        stop = sandbox.watch((happening) => send(`data: ${JSON.stringify(line(happening))}\n\n`));
      },
      cancel: () => stop(),
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' } });
  });
};
