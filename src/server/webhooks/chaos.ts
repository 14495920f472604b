/**
 * Disorder of webhooks on demand, as a network makes it: deliveries come twice, late, in another order, get lost, and
 * strangers send forged copies of them. What is right still arrives, so an app that copes ends in the same state.
 */
import { wallClock } from '../kernel/clock.ts';
import type { Attempt } from '../kernel/delivery.ts';
import type { Deliverer, Message, Receiver } from './deliver.ts';
import type { DeliveryDesk } from './dispatcher.ts';
import { createShuffle, type Shuffle } from './shuffle.ts';

export interface ChaosSettings {
  /** Each delivery comes twice. */
  readonly duplicate: boolean;
  /** Deliveries of about the same time come in a random order. */
  readonly shuffle: boolean;
  /** Milliseconds for which each delivery is held up. */
  readonly delay_ms: number;
  /** So many first attempts of each delivery get lost. */
  readonly drop: number;
  /** A copy with an old timestamp, signed rightly, comes before each delivery. */
  readonly stale_signature: boolean;
  /** A copy signed with a wrong secret comes before each delivery. */
  readonly wrong_signature: boolean;
  /** The same seed and the same deliveries give the same order. */
  readonly seed: number;
}

/** What was sent beside the deliveries themselves. */
interface ChaosCounts {
  readonly duplicated: number;
  readonly lost: number;
  readonly forged: number;
  /** Forged copies that were answered 2xx: the receiver does not check signatures. */
  readonly forged_accepted: number;
}

export const calm: ChaosSettings = {
  duplicate: false,
  shuffle: false,
  delay_ms: 0,
  drop: 0,
  stale_signature: false,
  wrong_signature: false,
  seed: 0,
};

/** Older than any library accepts; the usual tolerance is five minutes. */
const staleSeconds = 3600;
const wrongSecret = 'whsec_of_a_stranger';

/** The disorder of one sandbox. */
export class Chaos {
  readonly settings: ChaosSettings;
  private readonly counted = { duplicated: 0, lost: 0, forged: 0, forged_accepted: 0 };
  private readonly lostAttempts = new Map<string, number>();
  private readonly order: Shuffle | undefined;

  constructor(settings: ChaosSettings) {
    this.settings = settings;
    this.order = settings.shuffle ? createShuffle(settings.seed) : undefined;
  }

  get counts(): ChaosCounts {
    return { ...this.counted };
  }

  /** One attempt of a delivery; `send` makes it. */
  async attempt(delivery: string, message: Message, send: (message: Message) => Promise<Attempt>): Promise<Attempt> {
    const { delay_ms, drop, duplicate } = this.settings;
    const lost = this.lostAttempts.get(delivery) ?? 0;
    if (lost < drop) {
      this.lostAttempts.set(delivery, lost + 1);
      this.counted.lost++;
      const error = `The delivery got lost on its way (${lost + 1} of ${drop}, on demand).`;
      return { at: message.timestamp, status: null, duration_ms: 0, response: '', error };
    }
    if (delay_ms > 0) await wallClock.sleep(delay_ms);
    const inTurn = (run: () => Promise<Attempt>): Promise<Attempt> => this.order?.(run) ?? run();
    const first = inTurn(async () => {
      await this.forge(message, send);
      return send(message);
    });
    if (!duplicate) return first;
    this.counted.duplicated++;
    const again = inTurn(() => send(message));
    await again;
    return first;
  }

  private async forge(message: Message, send: (message: Message) => Promise<Attempt>): Promise<void> {
    const { stale_signature, wrong_signature } = this.settings;
    const copies: Message[] = [];
    if (stale_signature) copies.push({ ...message, age: staleSeconds });
    if (wrong_signature) copies.push({ ...message, secrets: [wrongSecret] });
    for (const copy of copies) {
      const { status } = await send(copy);
      this.counted.forged++;
      if (status !== null && status >= 200 && status < 300) this.counted.forged_accepted++;
    }
  }
}

interface Opened {
  readonly chaos: Chaos;
  readonly delivery: string;
}

/** The desk and the deliverer, with the disorder that each sandbox wants; `chaosOf` answers undefined for none. */
export function withChaos(
  desk: DeliveryDesk,
  deliverer: Deliverer,
  chaosOf: (sandbox: string) => Chaos | undefined,
): { readonly desk: DeliveryDesk; readonly deliverer: Deliverer } {
  const opened = new WeakMap<Message, Opened>();
  return {
    desk: {
      ...desk,
      async open(sandbox, delivery) {
        const message = await desk.open(sandbox, delivery);
        const chaos = message && chaosOf(sandbox);
        if (chaos !== undefined) opened.set(message as Message, { chaos, delivery });
        return message;
      },
    },
    deliverer: {
      ...deliverer,
      deliver(receiver: Receiver, message, signal) {
        const { chaos, delivery } = opened.get(message) ?? {};
        if (chaos === undefined || delivery === undefined) return deliverer.deliver(receiver, message, signal);
        return chaos.attempt(delivery, message, (each) => deliverer.deliver(receiver, each, signal));
      },
    },
  };
}
