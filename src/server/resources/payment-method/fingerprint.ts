import { createHash } from 'node:crypto';
import type { Work } from '../../kernel/work.ts';

/** The same number gives the same fingerprint throughout a sandbox, and another one in every other sandbox. */
export function fingerprintOf(work: Work, number: string): string {
  const digest = createHash('sha256').update(`${work.platform} ${number}`).digest('base64');
  return digest.replaceAll(/[+/=]/g, '').slice(0, 16);
}
