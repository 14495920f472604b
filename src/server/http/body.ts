/** Bodies to nested parameters: form, multipart or JSON. No coercion here. */
import { errors, StripeError } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import { decodeForm, FormError } from './form.ts';
import type { ReadHeader } from './headers.ts';
import { decodeMultipart } from './multipart.ts';

const megabyte = 1024 * 1024;
const largestText = 4 * megabyte;
/** The largest file that Stripe takes is an Android package of 200 MB. */
const largestUpload = 204 * megabyte;
const deepestJson = 64;

function tooLarge(limit: number): StripeError {
  return errors.invalid(`The request body is larger than ${limit / megabyte} MB.`, undefined, undefined, 413);
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > limit) throw tooLarge(limit);
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

async function readText(request: Request, length: string | null): Promise<string> {
  const text = length === null ? new TextDecoder().decode(await readBytes(request, largestText)) : await request.text();
  if (text.includes('\uFFFD')) throw errors.invalid('The request body is not valid UTF-8.');
  return text;
}

function checkDepth(value: unknown, left: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw errors.invalid(`The request body is nested more than ${deepestJson} levels deep.`);
  for (const inner of Object.values(value)) checkDepth(inner, left - 1);
}

function parseJson(text: string): Params {
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw errors.invalid('Invalid JSON: the request body could not be parsed.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw errors.invalid('Invalid JSON: the request body must be an object.');
  }
  checkDepth(value, deepestJson);
  return value as Params;
}

/** Runs a decoder; what it cannot read becomes Stripe's 400. */
export function decoded(decode: () => Params): Params {
  try {
    return decode();
  } catch (error) {
    if (error instanceof FormError) throw errors.invalid(error.message, error.param, error.code);
    throw error;
  }
}

export async function readParams(
  request: Request,
  header: ReadHeader = (name) => request.headers.get(name),
): Promise<Params> {
  const type = header('content-type') ?? '';
  const media = type.split(';', 1)[0]?.trim().toLowerCase();
  const length = header('content-length');
  if (length === '0') return {};
  const multipart = media === 'multipart/form-data';
  const limit = multipart ? largestUpload : largestText;
  if (length !== null && Number(length) > limit) throw tooLarge(limit);
  try {
    if (multipart) {
      const bytes = await readBytes(request, limit);
      return decoded(() => decodeMultipart(type, bytes));
    }
    const text = await readText(request, length);
    if (media === 'application/json') return parseJson(text);
    if (text === '') return {};
    if (media === '' || media === 'application/x-www-form-urlencoded') return decoded(() => decodeForm(text));
  } catch (error) {
    if (error instanceof StripeError) throw error;
    throw errors.invalid('The request body could not be read to its end.');
  }
  throw errors.invalid(
    `Invalid request (check that your POST content type is application/x-www-form-urlencoded): received '${type.slice(0, 100)}'.`,
  );
}
