/** A sandbox's deliveries from the outbox to the receivers, on a manual clock. */
import { expect } from 'vitest';
import { createDeliveryDesk } from '../../src/server/engine/delivery-desk.ts';
import { type Clock, createClock } from '../../src/server/kernel/clock.ts';
import type { Delivery } from '../../src/server/kernel/delivery.ts';
import { createMemoryStore } from '../../src/server/store/memory.ts';
import type { Store } from '../../src/server/store/port.ts';
import { createDeliverer } from '../../src/server/webhooks/deliver.ts';
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../../src/server/webhooks/dispatcher.ts';
import { closeReceivers } from './receiver.ts';

export const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}_${i}`);

export interface Emulated {
  readonly store: Store;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  deliveries(): Promise<Delivery[]>;
  /** Moves the clock to the next timer and enqueues what it is about; false when there is none. */
  ring(): Promise<boolean>;
}

const dispatchers: Dispatcher[] = [];

export async function closeEmulated(): Promise<void> {
  await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.close()));
  await closeReceivers();
}

export function emulate({
  timeoutMs = 5000,
  ...options
}: Partial<DispatcherOptions> & { timeoutMs?: number } = {}): Emulated {
  const store = createMemoryStore();
  const clock = createClock({ mode: 'manual' });
  const desk = createDeliveryDesk({ store, now: () => clock.now(), renderEvent: (event) => event });
  const errors: unknown[] = [];
  const dispatcher = createDispatcher({
    desk,
    deliverer: createDeliverer({ timeoutMs }),
    onError: (error) => errors.push(error),
    ...options,
  });
  dispatchers.push(dispatcher);
  return {
    store,
    clock,
    dispatcher,
    async deliveries() {
      expect(errors).toEqual([]);
      return ((await store.dump('box'))['/delivery'] ?? []) as unknown as Delivery[];
    },
    async ring() {
      const timer = await store.transaction('box', async (tx) => {
        const next = await tx.nextTimer(false);
        if (next !== undefined) await tx.cancelTimer(next.id);
        return next;
      });
      if (timer === undefined) return false;
      clock.moveTo(timer.at);
      dispatcher.enqueue('box', [timer.object]);
      return true;
    },
  };
}
