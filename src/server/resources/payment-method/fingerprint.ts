import { createHash } from 'node:crypto';
import type { Work } from '../../kernel/work.ts';

const remembered = 1000;
const known = new Map<string, string>();

/** The same number gives the same fingerprint throughout a sandbox, and another one in every other sandbox. */
export function fingerprintOf(work: Work, number: string): string {
  const text = `${work.platform} ${number}`;
  let fingerprint = known.get(text);
  if (fingerprint === undefined) {
    const digest = createHash('sha256').update(text).digest('base64');
    fingerprint = digest.replaceAll(/[+/=]/g, '').slice(0, 16);
    if (known.size >= remembered) known.clear();
    known.set(text, fingerprint);
  }
  return fingerprint;
}
