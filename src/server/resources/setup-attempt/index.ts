import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListResult } from '../../kernel/work.ts';
import { machine } from './machine.ts';
import type { StoredAttempt } from './stored.ts';

async function listAttempts({ work, params }: Call<Stripe.SetupAttemptListParams>): Promise<ListResult> {
  const { setup_intent } = params;
  await work.find('setup_intent', setup_intent, 'setup_intent');
  return work.page(['setup_attempt'], { ...pageQuery(params), where: { setup_intent } }, '/v1/setup_attempts');
}

/** Attempts have no events: those of their intent tell. */
export const setupAttempt = defineResource<StoredAttempt>('setup_attempt', {
  machine,
  events: [],
  operations: { 'setupAttempts.list': listAttempts },
});
