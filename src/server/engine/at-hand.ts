/** One account as far as it can be seen at once, without a transaction. What is not at hand is promised, for good. */
import type { Awaitable } from '../kernel/awaitable.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { Engine } from './engine.ts';
import type { Sandbox } from './sandbox.ts';
import type { Among, Sight } from './sight.ts';

const never = <T>(): Promise<T> => new Promise(() => undefined);

export class AtHand implements Sight {
  private readonly engine: Engine;
  private readonly sandbox: Sandbox;
  private readonly account: string;
  /** Whether anybody asked for the time. */
  timed = false;

  constructor(engine: Engine, sandbox: Sandbox, account: string) {
    this.engine = engine;
    this.sandbox = sandbox;
    this.account = account;
  }

  get now(): number {
    this.timed = true;
    return this.sandbox.clock.now();
  }

  /** Undefined too where it is not at hand. */
  peek(type: string, id: string): StoredObject | undefined {
    const { isAccount } = this.engine.registry.resource(type);
    const account = isAccount === true ? this.sandbox.platform : this.account;
    return this.engine.store.peek?.(this.sandbox.name, account, type, id) as StoredObject | undefined;
  }

  get(type: string, id: string): Awaitable<StoredObject | undefined> {
    const found = this.peek(type, id);
    return found === undefined && this.engine.registry.resource(type).singleton !== undefined ? never() : found;
  }

  list(type: string, among: Among): Awaitable<readonly StoredObject[]> {
    const page = this.engine.store.peekList?.(this.sandbox.name, this.account, type, among);
    return page === undefined ? never() : (page.rows as StoredObject[]);
  }

  stub(): Promise<undefined> {
    return never();
  }
}
