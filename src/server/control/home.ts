/** `/health`, and the page that says what this is. */
import type { Routes } from './control.ts';
import { homePage } from './home-page.ts';

export const homeRoutes: Routes = (control, { version, apiVersion, uptime }) => {
  control.get('/health', (c) =>
    c.json({ status: 'ok', version, api_version: apiVersion, uptime_s: Math.floor(uptime()) }),
  );

  // The second is `/_emulator/`: Hono drops the slash of '/' when it mounts a route.
  for (const path of ['/', '/:slash{$}'])
    control.get(path, (c) => c.html(homePage({ version, apiVersion, origin: new URL(c.req.url).origin })));
};
