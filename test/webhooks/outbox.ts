/** Events and their deliveries, as a transaction of the engine leaves them. */
import type { Delivery } from '../../src/server/kernel/delivery.ts';
import type { Endpoint } from '../../src/server/kernel/work.ts';
import type { Row, Store } from '../../src/server/store/port.ts';

const created = 1_767_225_600;

export function endpointRow(id: string, url = `http://127.0.0.1:1/${id}`): Endpoint {
  return {
    id,
    url,
    secret: `whsec_${id}`,
    events: ['*'],
    connect: false,
    account: '',
    enabled: true,
    api_version: null,
  };
}

export function eventRow(id: string, pending: number, amount = 100): Row {
  const event = {
    id,
    object: 'event',
    api_version: '2026-09-30.endive',
    created,
    data: { object: { id: 'ch_1', object: 'charge', amount } },
    livemode: false,
    pending_webhooks: pending,
    request: { id: null, idempotency_key: null },
    type: 'charge.succeeded',
  };
  return event;
}

interface Outbox {
  readonly events: readonly string[];
  readonly endpoints: readonly string[];
  readonly urls?: Readonly<Record<string, string>>;
  readonly amount?: number;
}

/** Stores each event with a delivery to each endpoint; the answer lists them as `<event>><endpoint>`. */
export function outbox(
  store: Store,
  sandbox: string,
  { events, endpoints, urls = {}, amount }: Outbox,
): Promise<string[]> {
  return store.transaction(sandbox, async (tx) => {
    for (const id of endpoints) await tx.insert('', 'endpoint', endpointRow(id, urls[id]));
    const ids: string[] = [];
    for (const event of events) {
      await tx.insert('acct_1', 'event', eventRow(event, endpoints.length, amount));
      for (const endpoint of endpoints) {
        const delivery: Delivery = {
          id: `${event}>${endpoint}`,
          object: 'delivery',
          event,
          event_type: 'charge.succeeded',
          account: 'acct_1',
          endpoint,
          url: endpointRow(endpoint, urls[endpoint]).url,
          status: 'pending',
          attempts: [],
          next_attempt: created,
          created,
        };
        await tx.insert('', 'delivery', delivery);
        ids.push(delivery.id);
      }
    }
    return ids;
  });
}
