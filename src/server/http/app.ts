/** Everything that answers on the port. */
import { Hono } from 'hono';
import { errors } from '../kernel/errors.ts';
import { type ApiSettings, handleApi } from './api.ts';
import { headerReader, plainHeaders, preflightHeaders } from './headers.ts';
import { addOAuth } from './oauth.ts';

export interface AppParts {
  readonly api: ApiSettings;
  /** Mounted at `/_emulator`. */
  readonly control: Hono;
  /** Public file links and pages for people, mounted at `/`. */
  readonly pages: Hono;
}

export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

/** The API's paths go by the router of its own description; everything else by Hono's. */
export function createApp({ api, control, pages }: AppParts): Fetch {
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
    if (request.method !== 'OPTIONS') return handleApi(request, headerReader(request, env), api);
    const headers = preflightHeaders(request.headers.get('access-control-request-headers'));
    return new Response(null, { status: 204, headers });
  };
}
