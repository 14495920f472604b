/** What a person or a browser opens. */
import { Hono } from 'hono';
import type { Engine } from '../engine/engine.ts';
import { addAccountLinks } from './account-links.ts';
import { addChallenge } from './challenge/routes.ts';
import { addFileLinks } from './file-links.ts';
import { addMicroDeposits } from './micro-deposits/routes.ts';

export function createPages(engine: Engine): Hono {
  const pages = new Hono();
  pages.get('/', (c) => c.redirect('/_emulator/'));
  addFileLinks(pages, engine);
  addChallenge(pages, engine);
  addMicroDeposits(pages, engine);
  addAccountLinks(pages, engine);
  return pages;
}
