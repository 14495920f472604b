/** Everything that answers on the port. */
import { Hono } from 'hono';
import { errors } from '../kernel/errors.ts';
import { type ApiSettings, handleApi } from './api.ts';
import { Dropped } from './fault.ts';
import { headerReader, plainHeaders, preflightHeaders } from './headers.ts';
import { addOAuth } from './oauth.ts';

interface AppParts {
  readonly api: ApiSettings;
  /** What lies below `/v1/stripecli/`. */
  readonly stripeCli: { answer(request: Request): Promise<Response> };
  /** Mounted at `/_emulator`. */
  readonly control: Hono;
  /** Public file links and pages for people, mounted at `/`. */
  readonly pages: Hono;
}

export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

/** The API's paths go by the router of its own description; everything else by Hono's. */
export function createApp({ api, stripeCli, control, pages }: AppParts): Fetch {
  const app = new Hono();
  // First, because some pages lie below `/_emulator` too.
  app.route('/', pages);
  app.route('/_emulator', control);
  addOAuth(app, api.engine);
  app.notFound((c) => {
    const body = errors.unrecognizedUrl(c.req.method, c.req.path).toBody();
    return c.newResponse(JSON.stringify(body), 404, plainHeaders);
  });
  app.onError((error, c) => {
    api.onCrash(error);
    return c.json(errors.unexpected('An unexpected error occurred in the emulator.').toBody(), 500);
  });

  return (request, env) => {
    const { url } = request;
    if (!url.startsWith('/v1/', url.indexOf('/', url.indexOf('//') + 2))) return app.fetch(request, env);
    if (url.startsWith('/v1/stripecli/', url.indexOf('/', url.indexOf('//') + 2))) return stripeCli.answer(request);
    if (request.method !== 'OPTIONS') {
      const answer = handleApi(request, headerReader(request, env), api);
      return answer instanceof Promise ? answer.catch((error) => cutOff(error, env)) : answer;
    }
    const headers = preflightHeaders(request.headers.get('access-control-request-headers'));
    return new Response(null, { status: 204, headers });
  };
}

/** What the adapter for Node hands on beside the request. */
interface Connection {
  readonly outgoing?: { destroy(): void };
}

/** No answer at all: the socket is closed, and a caller in this process gets the error that fetch gives for that. */
function cutOff(error: unknown, { outgoing }: Connection = {}): Response {
  if (!(error instanceof Dropped)) throw error;
  if (outgoing === undefined) {
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    throw new TypeError('fetch failed', { cause });
  }
  outgoing.destroy();
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
}
