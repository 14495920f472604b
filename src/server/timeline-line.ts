/** What happens in a sandbox, in lines: enough to follow along; what more there is to know can be retrieved by id. */
import type { Happening } from './engine/feed.ts';

export type TimelineLine =
  | {
      readonly kind: 'request';
      readonly id: string;
      readonly method: string;
      readonly path: string;
      readonly account: string;
      /** 0 when the caller got no answer. */
      readonly status: number;
      readonly duration_ms: number;
    }
  | {
      readonly kind: 'event';
      readonly id: string;
      readonly type: string;
      /** The connected account; null for the platform. */
      readonly account: string | null;
      readonly created: number;
      /** The id of its object. */
      readonly about: string | null;
      /** How many receivers get it. */
      readonly pending_webhooks: number;
    }
  | {
      readonly kind: 'attempt';
      /** Ids of the delivery and of its event. */
      readonly delivery: string;
      readonly event: string;
      readonly event_type: string;
      readonly url: string;
      /** Of the delivery, after this attempt. */
      readonly status: 'pending' | 'succeeded' | 'failed';
      /** Unix seconds, null when no further attempt is planned. */
      readonly next_attempt: number | null;
      readonly attempt: {
        /** From 1. */
        readonly number: number;
        readonly status: number | null;
        readonly error: string | null;
        readonly duration_ms: number;
      };
    };

export function lineOf(happening: Happening): TimelineLine {
  switch (happening.kind) {
    case 'request': {
      const { id, method, path, account, status, duration_ms } = happening.request;
      return { kind: 'request', id, method, path, account, status, duration_ms };
    }
    case 'event': {
      const { id, type, account = null, created, data, pending_webhooks } = happening.event;
      return { kind: 'event', id, type, account, created, about: data.object.id ?? null, pending_webhooks };
    }
    case 'attempt': {
      const { id, event, event_type, url, status, attempts, next_attempt } = happening.delivery;
      const { status: answered, error, duration_ms } = happening.attempt;
      const attempt = { number: attempts.length, status: answered, error, duration_ms };
      return { kind: 'attempt', delivery: id, event, event_type, url, status, next_attempt, attempt };
    }
  }
}
