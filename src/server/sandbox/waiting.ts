/** Waits for an event of a sandbox. */
import type Stripe from 'stripe';
import { rowsOf } from '../engine/reader.ts';
import type { EmittedEvent } from '../engine/unit.ts';
import { errors, StripeError } from '../kernel/errors.ts';
import type { SandboxParts } from './parts.ts';

export interface WaitOptions {
  /** Only events about the object with this id. */
  object?: string;
  /** Only events newer than this event id. */
  after?: string;
  /** Only events of this connected account. */
  account?: string;
  /** Default 10,000. */
  timeoutMs?: number;
}

/** The event of that type, or any where the type is not one of Stripe's. */
export type EventOf<T extends string> = T extends Stripe.Event['type']
  ? Extract<Stripe.Event, { type: T }>
  : Stripe.Event;

/** As the API shows it; rejects with a StripeError when none came in time or `after` names no event. */
export async function waitForEvent(
  { engine, renderEvent }: SandboxParts,
  name: string,
  type: string,
  options: WaitOptions,
): Promise<object> {
  const sandbox = engine.sandbox(name);
  const { platform } = sandbox;
  const { object, after, account = platform, timeoutMs = 10_000 } = options;
  if (after !== undefined) {
    const known = await engine.store.transaction(name, async (tx) => tx.get(account, 'event', after));
    if (known === undefined) throw errors.missing('event', after, 'after', 'parameter');
  }
  const wants = (event: EmittedEvent): boolean =>
    (event.account ?? platform) === account &&
    (type === '*' || event.type === type) &&
    (object === undefined || event.data.object.id === object);
  const event = await engine.waitForEvent(sandbox, account, wants, { after, timeoutMs });
  if (event !== undefined) {
    const rendered = await engine.store.transaction(name, async (tx) => renderEvent(event, null, rowsOf(tx, account)));
    return JSON.parse(JSON.stringify(rendered)) as object;
  }
  const about = object === undefined ? '' : ` about ${object}`;
  const message = `No ${type === '*' ? 'event' : type}${about} within ${timeoutMs} ms.`;
  throw new StripeError(408, { type: 'invalid_request_error', message });
}
