/** Answers kept under an Idempotency-Key: https://docs.stripe.com/api/idempotent_requests */
import { createHash } from 'node:crypto';
import { StripeError } from '../kernel/errors.ts';
import type { Row, Tx } from '../store/port.ts';
import { own } from './unit.ts';

const keptSeconds = 24 * 3600;

interface KeptAnswer extends Row {
  readonly request: string;
  readonly path: string;
  readonly fingerprint: string;
  readonly created: number;
  readonly status: number;
  readonly body: string;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value instanceof Uint8Array) return createHash('sha1').update(value).digest('hex');
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}

/** The same for the same parameters in any order. */
export function fingerprint(params: object): string {
  return createHash('sha1')
    .update(JSON.stringify(sorted(params)))
    .digest('base64');
}

export const idempotencyErrors = {
  otherParameters: (key: string): StripeError =>
    new StripeError(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    }),
  otherEndpoint: (key: string, first: string, now: string): StripeError =>
    new StripeError(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${first}' vs '${now}'). Try using a key other than '${key}' if you meant to execute a different request.`,
    }),
  inUse: (key: string): StripeError =>
    new StripeError(409, {
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    }),
  tooLong: (): StripeError =>
    new StripeError(400, {
      type: 'idempotency_error',
      message: 'Idempotency keys may be at most 255 characters long.',
    }),
};

const rowId = (account: string, key: string): string => `${account}/${key}`;

/** The kept answer to replay, or undefined when the key is free; throws when it was used for something else. */
export async function findKept(
  tx: Tx,
  account: string,
  key: string,
  path: string,
  print: string,
  now: number,
): Promise<KeptAnswer | undefined> {
  const kept = (await tx.get(own.account, own.idempotency, rowId(account, key))) as KeptAnswer | undefined;
  if (kept === undefined) return undefined;
  if (kept.created + keptSeconds <= now) {
    await tx.remove(own.account, own.idempotency, kept.id, undefined);
    return undefined;
  }
  if (kept.path !== path) throw idempotencyErrors.otherEndpoint(key, kept.path, path);
  if (kept.fingerprint !== print) throw idempotencyErrors.otherParameters(key);
  return kept;
}

export async function keep(tx: Tx, account: string, key: string, answer: Omit<KeptAnswer, 'id'>): Promise<void> {
  await tx.insert(own.account, own.idempotency, { id: rowId(account, key), ...answer } as Row);
}
