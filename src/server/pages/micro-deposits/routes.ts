/** `/_emulator/microdeposits/:intent`: the `hosted_verification_url`, where the holder of a bank account names what arrived. */
import type { Hono } from 'hono';
import type { Engine } from '../../engine/engine.ts';
import { readParams } from '../../http/body.ts';
import type { Params } from '../../kernel/params.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { type Intent, isOpen } from '../intent.ts';
import { type Answer, visit } from '../visit.ts';
import { failedView, formView, verifiedView } from './views.ts';

const action = 'verify';

export function addMicroDeposits(pages: Hono, engine: Engine): void {
  pages.get('/_emulator/microdeposits/:intent', (c) =>
    visit(c, engine, action, async (_, intent) => ({ page: formView(intent) })),
  );

  pages.post('/_emulator/microdeposits/:intent', async (c) => {
    const sent = await readParams(c.req.raw);
    return visit(c, engine, action, (work, intent) => verify(engine, work, intent, sent));
  });
}

/** As the API's own operation does it: same checks, same errors, same count of guesses. */
async function verify(engine: Engine, work: Work, intent: Intent, sent: Params): Promise<Answer> {
  const { registry } = engine;
  const operations = Object.keys(registry.resource(intent.object).operations ?? {});
  const id = operations.find((each) => each.endsWith('.verifyMicrodeposits')) ?? '';
  const params = registry.description.operation(id).validate(sent);
  const outcome = await registry.handler(id)?.({ work, params, ids: { intent: intent.id }, targets: [intent] });
  if (!(outcome instanceof Refusal)) return { page: verifiedView(intent) };
  const { message } = outcome.error.details;
  const now = await work.get<Intent>(intent.object, intent.id);
  return now !== undefined && isOpen(engine, now, action)
    ? { page: formView(now, message), status: 400 }
    : { page: failedView(intent, message) };
}
