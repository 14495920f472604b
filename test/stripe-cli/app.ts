/** An application under test that takes webhooks. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';

const { webhooks } = new Stripe('sk_test_unused');

export interface App {
  readonly url: string;
  /** The types of the events that came with a right signature, in order. */
  readonly types: string[];
  /** Accounts of the events of connected accounts. */
  readonly accounts: string[];
  /** Status of the next answers; 200 once none is left. */
  readonly answers: number[];
  /** What the events are signed with. */
  secret: string;
}

export async function app(): Promise<App> {
  const state = { url: '', types: [] as string[], accounts: [] as string[], answers: [] as number[], secret: '' };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    try {
      const event = webhooks.constructEvent(body, request.headers['stripe-signature'] ?? '', state.secret);
      state.types.push(event.type);
      if (event.account !== undefined) state.accounts.push(event.account);
      response.statusCode = state.answers.shift() ?? 200;
    } catch {
      response.statusCode = 400;
    }
    response.end('taken');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  return state;
}
