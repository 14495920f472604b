/** The events of a sandbox on their way to their receivers. */
import { own } from '../engine/unit.ts';
import type { Delivery } from '../kernel/delivery.ts';
import { errors } from '../kernel/errors.ts';
import type { Endpoint } from '../kernel/work.ts';
import type { SandboxParts } from './parts.ts';

export interface DeliveryQuery {
  /** Only deliveries of the event with this id. */
  event?: string;
  status?: Delivery['status'];
  /** Only the newest so many; all when left out. */
  limit?: number;
}

/** Longer than the longest attempt takes. */
const longestAttemptMs = 15_000;

export class Deliveries {
  private readonly parts: SandboxParts;
  private readonly name: string;

  constructor(parts: SandboxParts, name: string) {
    this.parts = parts;
    this.name = name;
  }

  /** Newest first. */
  async list({ event, status, limit }: DeliveryQuery): Promise<Delivery[]> {
    const where = { ...(event !== undefined && { event }), ...(status !== undefined && { status }) };
    const page = await this.parts.engine.store.transaction(this.name, async (tx) =>
      tx.list(own.account, own.delivery, { where, ...(limit !== undefined && { limit }) }),
    );
    return page.rows as unknown as Delivery[];
  }

  async find(id: string): Promise<Delivery> {
    const { store } = this.parts.engine;
    const found = await store.transaction(this.name, async (tx) => tx.get(own.account, own.delivery, id));
    if (found === undefined) throw errors.missing('delivery', id, 'id', 'path');
    return found as unknown as Delivery;
  }

  /** Answers it after the attempt. */
  async sendAgain(id: string, receivers: readonly Endpoint[]): Promise<Delivery> {
    const { endpoint, url } = await this.find(id);
    if (!receivers.some((each) => each.id === endpoint && each.enabled))
      throw errors.invalid(`${id} cannot be sent again: its receiver ${endpoint} (${url}) is gone or disabled.`);
    const attempted = this.parts.attempts.next(this.name, id, longestAttemptMs);
    this.parts.dispatcher.enqueue(this.name, [id]);
    await attempted;
    return this.find(id);
  }
}
