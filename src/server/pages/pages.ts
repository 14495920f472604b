/** What a person or a browser opens. */
import { Hono } from 'hono';
import type { Engine } from '../engine/engine.ts';

export function createPages(_engine: Engine): Hono {
  const pages = new Hono();
  pages.get('/', (c) => c.redirect('/_emulator/'));
  return pages;
}
