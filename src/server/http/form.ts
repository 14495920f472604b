import type { Params } from '../kernel/params.ts';
import { appendPair, FormError, finish, plant } from './param-tree.ts';

export { FormError } from './param-tree.ts';

/**
 * Reads application/x-www-form-urlencoded text or a query string (without `?`) into a nested object of strings.
 * Throws FormError for broken escapes, contradicting shapes and more than 64 levels.
 */
export function decodeForm(body: string): Params {
  const tree = plant();
  const end = body.length;
  const escaped = body.includes('%');
  const spaced = body.includes('+');
  let equals = -1;
  for (let start = 0; start < end; ) {
    let next = body.indexOf('&', start);
    if (next === -1) next = end;
    // Looked up again only once passed: a body without `=` would otherwise cost a full scan per pair.
    if (equals < start) {
      equals = body.indexOf('=', start);
      if (equals === -1) equals = end;
    }
    let name = body.slice(start, Math.min(equals, next));
    let value = equals < next ? body.slice(equals + 1, next) : '';
    if (spaced || escaped) {
      name = decodeText(name);
      value = decodeText(value, name);
    }
    appendPair(tree, name, value);
    start = next + 1;
  }
  return finish(tree);
}

/** The inverse of decodeForm() in the style of stripe-node: arrays by index, null as '', dates as unix seconds. */
export function encodeForm(value: Readonly<Record<string, unknown>>): string {
  const pairs: string[] = [];
  for (const key of Object.keys(value)) encode(pairs, key, value[key]);
  return pairs.join('&');
}

function decodeText(text: string, name?: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    const where = name === undefined ? 'a parameter name' : name;
    throw new FormError(`Invalid request: ${where} holds a broken percent escape or text that is not UTF-8.`, name);
  }
}

function encode(pairs: string[], name: string, value: unknown): void {
  if (value === undefined) return;
  if (value === null) pairs.push(`${encodeText(name)}=`);
  else if (value instanceof Date) pairs.push(`${encodeText(name)}=${Math.floor(value.getTime() / 1000)}`);
  else if (Array.isArray(value)) for (let at = 0; at < value.length; at++) encode(pairs, `${name}[${at}]`, value[at]);
  else if (typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) encode(pairs, `${name}[${key}]`, child);
  } else pairs.push(`${encodeText(name)}=${encodeText(String(value))}`);
}

const loneSurrogate = /\p{Surrogate}/gu;

function encodeText(text: string): string {
  return encodeURIComponent(text.replace(loneSurrogate, '\ufffd')).replaceAll('%5B', '[').replaceAll('%5D', ']');
}
