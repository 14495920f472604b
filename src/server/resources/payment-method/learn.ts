/** What a wallet tells of its payer once they approved. */
import type { Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from './stored.ts';
import { fill } from './told.ts';
import { methodType } from './types.ts';

export async function learn(work: Work, method: StoredPaymentMethod): Promise<StoredPaymentMethod> {
  const { approved } = methodType(method.type) ?? {};
  if (approved === undefined) return method;
  const { type } = method;
  const known = (method as unknown as Readonly<Record<string, object>>)[type];
  const patch = { [type]: { ...known, ...fill(work, approved, method) } };
  return work.update<StoredPaymentMethod>(method, patch as Partial<StoredPaymentMethod>);
}
