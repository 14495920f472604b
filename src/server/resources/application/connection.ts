import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

const name = 'Platform of this sandbox';

/** The client id of the platform, `ca_...`: the same for all its accounts. */
export function clientIdOf(platform: string): string {
  const digest = createHash('sha256').update(platform).digest('base64');
  return `ca_${digest.replaceAll(/[+/=]/g, '').slice(0, 32)}`;
}

export async function connect(work: Work, account: string): Promise<void> {
  const id = clientIdOf(work.platform);
  const own = work.on(account);
  if ((await own.get('application', id)) !== undefined) return;
  await own.insert<Stripe.Application>({ id, object: 'application', name });
}

export async function disconnect(work: Work, account: string): Promise<void> {
  const own = work.on(account);
  const known = await own.get<Stripe.Application>('application', clientIdOf(work.platform));
  if (known !== undefined) await own.remove(known);
}
