/** `/_emulator/approve/:intent`: the page of a bank, a wallet or a lender, where `next_action` sends the payer. */
import type { Hono } from 'hono';
import type { Engine } from '../../engine/engine.ts';
import { readParams } from '../../http/body.ts';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { methodType } from '../../resources/payment-method/types.ts';
import { detailsOf } from '../challenge/details.ts';
import type { Intent } from '../intent.ts';
import { type Answer, visit } from '../visit.ts';
import { redirectStatus, returnUrl, wayBack } from '../way-back.ts';
import { approvalView, codeView, decidedView } from './views.ts';

const path = '/_emulator/approve/:intent';

/** Outside actions of the intent. */
const approve = 'authenticate';
const actions = new Map([
  ['authorize', approve],
  ['fail', 'fail_authentication'],
  ['code', 'enter_code'],
]);

async function asksForCode(work: Work, { payment_method: id }: Intent): Promise<boolean> {
  const method =
    id === null ? undefined : await work.get<{ id: string; object: string; type: string }>('payment_method', id);
  return methodType(method?.type ?? '')?.step === 'code';
}

export function addApproval(pages: Hono, engine: Engine): void {
  pages.get(path, (c) =>
    visit(c, engine, approve, async (work, intent, secret) => {
      const view = (await asksForCode(work, intent)) ? codeView : approvalView;
      return { page: view(intent, secret, await detailsOf(work, intent)), leadsTo: await returnUrl(work, intent) };
    }),
  );

  pages.post(path, async (c) => {
    const { code } = await readParams(c.req.raw);
    const facts = typeof code === 'string' ? { code: code.replaceAll(' ', '') } : {};
    return visit(c, engine, approve, (work, intent) => decide(work, intent, c.req.query('decision') ?? '', facts));
  });
}

async function decide(work: Work, intent: Intent, decision: string, facts: object): Promise<Answer> {
  const action = actions.get(decision);
  if (action === undefined) throw errors.choice('decision', 'decision', [...actions.keys()]);
  const url = await returnUrl(work, intent);
  const decided = (await work.perform(intent, action, { ...facts })) as Intent;
  return url === undefined
    ? { page: decidedView(decided, redirectStatus(decided) === 'succeeded') }
    : { location: wayBack(url, decided) };
}
