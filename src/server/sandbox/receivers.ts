/** Who gets the events of a sandbox without having asked for them by the API. */
import { own } from '../engine/unit.ts';
import { errors } from '../kernel/errors.ts';
import type { Endpoint } from '../kernel/work.ts';
import { type ForwarderOptions, forwarder, type ReceiverOptions, receiver, receiverPrefix } from '../receiver.ts';
import type { Handler } from '../webhooks/deliver.ts';
import { byHand, type SandboxParts } from './parts.ts';

export class Receivers {
  private readonly parts: SandboxParts;
  private readonly name: string;

  constructor(parts: SandboxParts, name: string) {
    this.parts = parts;
    this.name = name;
  }

  /** Answers the secret that signs for the handler. */
  async takeIn(handler: Handler, options: ReceiverOptions): Promise<string> {
    const { engine, handlers } = this.parts;
    const id = this.newId();
    const url = `inproc:${id}`;
    const endpoint = { id, ...receiver(url, options, this.context()) };
    handlers.set(url, handler);
    await engine.putEndpoint(engine.sandbox(this.name), endpoint);
    return endpoint.secret;
  }

  async add(options: ForwarderOptions): Promise<Endpoint> {
    const { engine } = this.parts;
    const endpoint = { id: this.newId(), ...forwarder(options, this.context()) };
    await engine.putEndpoint(engine.sandbox(this.name), endpoint);
    return endpoint;
  }

  private newId(): string {
    return `${receiverPrefix}${this.parts.engine.sandbox(this.name).ids.token(14)}`;
  }

  private context(): Parameters<typeof receiver>[2] {
    const { engine } = this.parts;
    const { ids } = engine.sandbox(this.name);
    return { description: engine.registry.description, token: (length) => ids.token(length) };
  }

  /** Those that the API made included. */
  all(): Promise<Endpoint[]> {
    const { engine } = this.parts;
    return engine.store.transaction(this.name, async (tx) => {
      const { rows } = await tx.list(own.account, own.endpoint, {});
      return [...(rows as Endpoint[]), ...engine.options.forwarders(this.name)];
    });
  }

  async remove(id: string): Promise<void> {
    const endpoint = (await this.added()).find((each) => each.id === id);
    if (endpoint === undefined) throw errors.missing('endpoint', id, 'id', 'path');
    await this.take([endpoint]);
  }

  /** Answers how many there were. */
  async removeAll(): Promise<number> {
    const endpoints = await this.added();
    await this.take(endpoints);
    return endpoints.length;
  }

  private async added(): Promise<Endpoint[]> {
    const forwarders = this.parts.engine.options.forwarders(this.name);
    return (await this.all()).filter((each) => each.id.startsWith(receiverPrefix) && !forwarders.includes(each));
  }

  private async take(endpoints: readonly Endpoint[]): Promise<void> {
    const { engine, handlers } = this.parts;
    const sandbox = engine.sandbox(this.name);
    await engine.transaction(sandbox, byHand, async (unit) => {
      for (const { id } of endpoints) await unit.work(sandbox.platform).removeEndpoint(id);
    });
    for (const { url } of endpoints) handlers.delete(url);
  }
}
