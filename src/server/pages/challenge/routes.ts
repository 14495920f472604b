/** `/_emulator/3ds/:intent`: the bank's challenge, where `next_action` sends the cardholder. */
import type { Hono } from 'hono';
import type { Engine } from '../../engine/engine.ts';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { Intent } from '../intent.ts';
import { type Answer, visit } from '../visit.ts';
import { redirectStatus, returnUrl, wayBack } from '../way-back.ts';
import { detailsOf } from './details.ts';
import { abandonedView, challengeView, decidedView, type Outcome } from './views.ts';

/** Outside actions of the intent. */
const pass = 'authenticate';
const actions = new Map([
  ['complete', pass],
  ['fail', 'fail_authentication'],
]);

export function addChallenge(pages: Hono, engine: Engine): void {
  pages.get('/_emulator/3ds/:intent', (c) =>
    visit(c, engine, pass, async (work, intent, secret) => ({
      page: challengeView(intent, secret, await detailsOf(work, intent)),
      leadsTo: await returnUrl(work, intent),
    })),
  );

  pages.post('/_emulator/3ds/:intent', (c) =>
    visit(c, engine, pass, (work, intent) => decide(work, intent, c.req.query('decision') ?? '')),
  );

  pages.get('/_emulator/3ds/:intent/abandoned', (c) =>
    visit(c, engine, pass, async (_, intent, secret) => ({ page: abandonedView(intent, secret) })),
  );
}

async function decide(work: Work, intent: Intent, decision: string): Promise<Answer> {
  const action = actions.get(decision);
  if (action === undefined) throw errors.choice('decision', 'decision', [...actions.keys()]);
  const url = await returnUrl(work, intent);
  const decided = (await work.perform(intent, action)) as Intent;
  return url === undefined
    ? { page: decidedView(decided, outcome(action, decided)) }
    : { location: wayBack(url, decided) };
}

function outcome(action: string, intent: Intent): Outcome {
  if (action !== pass) return 'failed';
  return redirectStatus(intent) === 'failed' ? 'declined' : 'passed';
}
