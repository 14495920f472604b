/** What a person or a browser opens. */
import { Hono } from 'hono';
import type { Engine } from '../engine/engine.ts';
import { addFileLinks } from './file-links.ts';

export function createPages(engine: Engine): Hono {
  const pages = new Hono();
  pages.get('/', (c) => c.redirect('/_emulator/'));
  addFileLinks(pages, engine);
  return pages;
}
