/** A call that is to go wrong: what its caller gets instead of the answer. */
import type { FaultEffect } from '../engine/faults.ts';
import type { ApiAnswer } from '../engine/operations.ts';
import { wallClock } from '../kernel/clock.ts';
import { type ErrorDetails, StripeError } from '../kernel/errors.ts';

/** The connection ends without an answer. */
export class Dropped extends Error {
  override readonly name = 'Dropped';

  constructor(fault: string) {
    super(`The connection was dropped, as ${fault} wants it.`);
  }
}

const unknown = (message: string): ErrorDetails => ({ type: 'api_error', message });

/** What Stripe says with each status that tells of no fault in the request itself. */
const wordings: Readonly<Record<number, ErrorDetails>> = {
  402: {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
  },
  409: {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message:
      'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). Please try again later.',
  },
  429: {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message:
      'Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
  },
  500: unknown('An unknown error occurred.'),
  502: unknown('Bad gateway.'),
  503: unknown('Service unavailable.'),
  504: unknown('Gateway timeout.'),
};

function wordingOf(status: number): ErrorDetails {
  const known = wordings[status];
  if (known !== undefined) return known;
  return status < 500
    ? { type: 'invalid_request_error', message: `The request was refused with ${status}.` }
    : unknown('An unknown error occurred.');
}

function bodyOf({ body, type }: FaultEffect, status: number): object {
  if (body !== undefined) return body;
  const details = wordingOf(status);
  const named = type === undefined || type === details.type ? details : { type, message: details.message };
  return new StripeError(status, named as ErrorDetails).toBody();
}

const statusOfType: Readonly<Record<string, number>> = {
  card_error: 402,
  idempotency_error: 409,
  invalid_request_error: 400,
};

function statusOf({ status, type, body }: FaultEffect): number | undefined {
  if (status !== undefined) return status;
  if (type !== undefined) return statusOfType[type] ?? 500;
  return body === undefined ? undefined : 500;
}

/** The answer of a call that meets the fault; rejects with Dropped where there is none. */
export async function suffer(
  { id, effect }: { readonly id: string; readonly effect: FaultEffect },
  requestId: string,
  carryOut: () => ApiAnswer | Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const carriedOut = async (): Promise<ApiAnswer> => carryOut();
  const status = statusOf(effect);
  const replaced = effect.drop === true || status !== undefined;
  // What it answers or throws is lost where the answer is replaced.
  const done = effect.execute ? await Promise.allSettled([carriedOut()]) : undefined;
  if (effect.delay_ms !== undefined) await wallClock.sleep(effect.delay_ms);
  if (effect.drop) throw new Dropped(id);
  if (status !== undefined) {
    const body = JSON.stringify(bodyOf(effect, status));
    return { status, body, original: requestId, replayed: false, executed: false };
  }
  if (done === undefined || replaced) return carriedOut();
  const [outcome] = done;
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
