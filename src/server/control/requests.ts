/** `/requests`: what the application asked, and what it was answered. */
import * as z from 'zod/mini';
import type { RequestLogEntry } from '../engine/sandbox.ts';
import { FilePart } from '../kernel/params.ts';
import { sandboxOf } from './caller.ts';
import { count, readQuery } from './input.ts';
import { defaultLimit, page } from './list.ts';
import type { Routes } from './routes.ts';

const query = z.strictObject({ limit: z.optional(count(1, 1000)) });

function json(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : null;
}

/** Uploaded files by their size. */
function plain(value: unknown): unknown {
  if (value instanceof FilePart) return { filename: value.filename, type: value.contentType, size: value.data.length };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const shown = ({ params, response, ...entry }: RequestLogEntry) => ({
  object: 'request',
  ...entry,
  params: plain(params),
  response: json(response),
});

export const requestRoutes: Routes = (control, emulator) => {
  control.get('/requests', (c) => {
    const sandbox = sandboxOf(c, emulator);
    const { limit = defaultLimit } = readQuery(c, query);
    return c.json(
      page(
        '/requests',
        sandbox
          .requests()
          .slice(0, limit + 1)
          .map(shown),
        limit,
      ),
    );
  });
};
