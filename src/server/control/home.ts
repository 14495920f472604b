/** `/health`, and the page that says what this is. */
import { homePage } from './home-page.ts';
import type { Routes } from './routes.ts';

export const homeRoutes: Routes = (control, { version, apiVersion, uptime }) => {
  control.get('/health', (c) =>
    c.json({ status: 'ok', version, api_version: apiVersion, uptime_s: Math.floor(uptime()) }),
  );

  control.get('/', (c) => c.html(homePage({ version, apiVersion, origin: new URL(c.req.url).origin })));
};
