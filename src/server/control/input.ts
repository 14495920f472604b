/** Bodies and queries of control calls; what does not fit becomes an error in Stripe's shape. */
import type { Context } from 'hono';
import * as z from 'zod/mini';
import { readParams } from '../http/body.ts';
import { errors, type StripeError } from '../kernel/errors.ts';

type Schema = z.ZodMiniType;

function firstFault(issues: readonly z.core.$ZodIssue[], sent: unknown): StripeError {
  const [issue] = issues;
  if (issue === undefined) return errors.invalid('Invalid request.');
  if (issue.code === 'unrecognized_keys') return errors.parameterUnknown(issue.keys);
  const param = issue.path.map(String).join('.');
  const value = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)[key], sent);
  if (value === undefined) return errors.parameterMissing(param);
  return errors.invalid(`Invalid ${param}: ${issue.message}`, param);
}

function read<S extends Schema>(schema: S, sent: unknown): z.output<S> {
  const result = z.safeParse(schema, sent);
  if (result.success) return result.data;
  throw firstFault(result.error.issues, sent);
}

/** JSON or a form, whatever its content type says: `curl -d '{...}'` calls JSON a form. */
export async function readBody<S extends Schema>(c: Context, schema: S): Promise<z.output<S>> {
  const body = await c.req.text();
  const type = /^[\w.]+=/.test(body) ? 'application/x-www-form-urlencoded' : 'application/json';
  const request = new Request(c.req.url, { method: 'POST', body, headers: { 'content-type': type } });
  return read(schema, await readParams(request));
}

export function readQuery<S extends Schema>(c: Context, schema: S): z.output<S> {
  return read(schema, c.req.query());
}

export const text = z.string('must be a string').check(z.minLength(1, 'must not be empty'));

/** A whole number in a query. */
export function count(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.pipe(
    z.string().check(z.regex(/^\d{1,9}$/, message)),
    z.pipe(z.transform(Number), z.int(message).check(z.gte(least, message), z.lte(most, message))),
  );
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `must be one of ${values.join(', ')}`);
}
