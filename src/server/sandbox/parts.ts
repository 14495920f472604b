import type { AttemptWatch } from '../attempt-watch.ts';
import type { Engine } from '../engine/engine.ts';
import type { Rows } from '../engine/sight.ts';
import type { EmittedEvent } from '../engine/unit.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import type { Handler } from '../webhooks/deliver.ts';
import type { Dispatcher } from '../webhooks/dispatcher.ts';

/** What the sandboxes of an emulator are held with. */
export interface SandboxParts {
  readonly engine: Engine;
  readonly dispatcher: Dispatcher;
  readonly attempts: AttemptWatch;
  /** Applications in this process that take deliveries, by URL. */
  readonly handlers: Map<string, Handler>;
  /** See DeliveryDeskOptions. */
  renderEvent(event: EmittedEvent, version: string | null, rows: Rows): Awaitable<object>;
}

/** What happens from outside belongs to no API request. */
export const byHand = { id: null, idempotency_key: null };
