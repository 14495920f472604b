import type { StoredObject, Work } from '../../kernel/work.ts';

/** What a customer's sources may be. */
export const sourceTypes = ['card', 'bank_account', 'source'] as const;

export async function newestSource(work: Work, customer: string): Promise<StoredObject | undefined> {
  const { data } = await work.page(sourceTypes, { where: { customer }, limit: 1 }, '');
  return data[0];
}
