/** What a person or a browser opens. */
import { Hono } from 'hono';
import type { Engine } from '../engine/engine.ts';
import { addAccountLinks } from './account-links/routes.ts';
import { addApproval } from './approval/routes.ts';
import { addBankTransfer } from './bank-transfer.ts';
import { addChallenge } from './challenge/routes.ts';
import { addCheckout } from './checkout/routes.ts';
import { addExpressDashboard } from './express-dashboard.ts';
import { addFileLinks } from './file-links.ts';
import { addInvoices } from './invoice/routes.ts';
import { addMicroDeposits } from './micro-deposits/routes.ts';
import { addPaper } from './paper.ts';
import { addPaymentLinks } from './payment-links.ts';
import { addPortal } from './portal/routes.ts';
import { addQrCodes } from './qr-codes.ts';
import { addReceipts } from './receipts.ts';
import { answerRefused } from './refused.ts';
import { addSources } from './source.ts';

export function createPages(engine: Engine): Hono {
  const pages = new Hono();
  pages.onError(answerRefused);
  pages.get('/', (c) => c.redirect('/_emulator/'));
  addFileLinks(pages, engine);
  addQrCodes(pages);
  addChallenge(pages, engine);
  addApproval(pages, engine);
  addBankTransfer(pages, engine);
  addSources(pages, engine);
  addMicroDeposits(pages, engine);
  addAccountLinks(pages, engine);
  addExpressDashboard(pages, engine);
  addCheckout(pages, engine);
  addInvoices(pages, engine);
  addPaper(pages, engine);
  addPaymentLinks(pages, engine);
  addPortal(pages, engine);
  addReceipts(pages, engine);
  return pages;
}
