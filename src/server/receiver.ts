/** Receivers of events that no API call made: from the command line, the control API, a test. */
import type { Endpoint } from './kernel/work.ts';
import type { Description } from './spec/description.ts';
import { checkUrl } from './webhooks/target.ts';

export interface ReceiverOptions {
  /** Event types, families such as `charge.dispute.*`, or `*` (default). */
  events?: readonly string[];
  /** Events of connected accounts instead of the platform's own. */
  connect?: boolean;
  /** `whsec_...`; generated when left out. */
  secret?: string;
}

export interface ForwarderOptions extends ReceiverOptions {
  url: string;
}

/** A receiver that cannot be; `param` is the option at fault. */
export class ReceiverRefused extends RangeError {
  readonly param: string;

  constructor(message: string, param: string) {
    super(message);
    this.name = 'ReceiverRefused';
    this.param = param;
  }
}

export const receiverPrefix = 'fwd_';

/** Throws a ReceiverRefused for an event type that does not exist, and a signing secret that is none. */
export function receiver(
  url: string,
  { events = ['*'], connect = false, secret }: ReceiverOptions,
  { description, token }: { description: Description; token(length: number): string },
): Omit<Endpoint, 'id'> {
  const { events: known } = description;
  for (const each of events) {
    const family = each.endsWith('.*') ? each.slice(0, -1) : undefined;
    const exists =
      each === '*' || known.has(each) || (family && [...known.keys()].some((type) => type.startsWith(family)));
    if (!exists) throw new ReceiverRefused(`There is no event type '${each}'.`, 'events');
  }
  if (secret !== undefined && !/^whsec_[\x21-\x7e]+$/.test(secret))
    throw new ReceiverRefused(`A signing secret begins with whsec_, unlike '${secret}'.`, 'secret');
  return {
    url,
    events,
    connect,
    secret: secret ?? `whsec_${token(32)}`,
    account: '',
    enabled: true,
    api_version: null,
  };
}

/** Throws a ReceiverRefused also for a URL that cannot be posted to. */
export function forwarder(options: ForwarderOptions, context: Parameters<typeof receiver>[2]): Omit<Endpoint, 'id'> {
  const problem = checkUrl(options.url);
  if (problem !== undefined) throw new ReceiverRefused(`${problem} (${options.url})`, 'url');
  return receiver(options.url, options, context);
}
