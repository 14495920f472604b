/** What the payer does on the page of the challenge, of the bank or of the wallet. */
import { target } from '../../kernel/machine.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { learn } from '../payment-method/learn.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { collect } from './collect.ts';
import { lastError, notApproved } from './failure.ts';
import { machine } from './machine.ts';
import { pay } from './pay.ts';
import { unexpectedState } from './refusals.ts';
import type { StoredIntent } from './stored.ts';

async function challengedMethod(work: Work, intent: StoredIntent, action: string): Promise<StoredPaymentMethod> {
  if (target(machine, intent, action) === undefined) throw unexpectedState(action, intent);
  return work.find<StoredPaymentMethod>('payment_method', intent.payment_method ?? '', 'payment_method');
}

/** Passes. The payment goes on by itself, unless the server wants to confirm again. */
export async function authenticate(work: Work, intent: StoredIntent): Promise<StoredIntent> {
  const method = await challengedMethod(work, intent, 'authenticate');
  if (intent.awaits === 'payer') return approve(work, intent, method);
  if (intent.confirmation_method === 'manual') {
    return work.act<StoredIntent>(intent, 'authenticate', { authenticated: true, next_action: null });
  }
  const paid = await pay(work, intent, method, { action: 'authenticate', patch: {}, authenticated: true });
  return paid instanceof Refusal ? work.find<StoredIntent>('payment_intent', intent.id, 'intent') : paid;
}

/** What the wallet tells of its payer comes along. */
async function approve(work: Work, intent: StoredIntent, method: StoredPaymentMethod): Promise<StoredIntent> {
  const payer = await learn(work, method);
  const paid = await collect(work, intent, payer, { action: 'authenticate', patch: {} });
  return paid instanceof Refusal ? work.find<StoredIntent>('payment_intent', intent.id, 'intent') : paid;
}

/** Fails, or gives up. */
export async function failAuthentication(work: Work, intent: StoredIntent): Promise<StoredIntent> {
  const method = await challengedMethod(work, intent, 'fail_authentication');
  return work.act<StoredIntent>(intent, 'fail_authentication', {
    last_payment_error: lastError(notApproved(method.type), await work.show(method)),
    next_action: null,
    payment_method: null,
  });
}
