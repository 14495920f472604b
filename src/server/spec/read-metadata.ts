import { isHash, type ParamHash, type ParamValue } from '../kernel/params.ts';
import { unknown } from './fault.ts';
import { type Read, refuseAs } from './read-scalar.ts';

const MAX_KEYS = 50;
const MAX_KEY = 40;
const MAX_VALUE = 500;

/** Metadata as https://docs.stripe.com/api/metadata limits it. Empty values stay: they delete their key. */
export const readMetadata: Read = (value, faults) => {
  const sent = namedValues(value);
  if (sent === undefined) return refuseAs(faults, 'Invalid object');
  const metadata: ParamHash = {};
  let count = 0;
  for (const key in sent) {
    if (key === '__proto__') {
      faults.push(unknown(key));
      continue;
    }
    const each = sent[key];
    if (typeof each === 'object' && each !== null)
      return refuseAs(faults, `Invalid metadata value for '${key}': must be a string`);
    const text = typeof each === 'string' ? each : String(each ?? '');
    if (key.length > MAX_KEY)
      return refuseAs(
        faults,
        `Metadata keys can have up to ${MAX_KEY} characters, but you passed in a key that is ${key.length} characters. Invalid key: ${key}`,
      );
    if (text.length > MAX_VALUE)
      return refuseAs(
        faults,
        `Metadata values can have up to ${MAX_VALUE} characters, but you passed in a value that is ${text.length} characters. Invalid value: ${text}`,
      );
    metadata[key] = text;
    count++;
  }
  if (count > MAX_KEYS)
    return refuseAs(faults, `Metadata can have up to ${MAX_KEYS} keys, but you passed in ${count} keys.`);
  return metadata;
};

/** A hash without named fields; `metadata[0]=a` reaches us as an array. */
export function namedValues(value: ParamValue): ParamHash | undefined {
  if (Array.isArray(value)) return { ...value } as unknown as ParamHash;
  return isHash(value) ? value : undefined;
}
