/** The table of payment method types. */
import { bankTypes } from './bank-rows.ts';
import type { MethodType } from './method-type.ts';
import { walletTypes } from './wallet-rows.ts';

const types: ReadonlyMap<string, MethodType> = new Map(Object.entries({ ...bankTypes, ...walletTypes }));

/** Undefined for cards, which have rules of their own, and for what is not emulated. */
export function methodType(type: string): MethodType | undefined {
  return types.get(type);
}

/** All of them but cards. */
export const knownTypes: readonly string[] = [...types.keys()];

export const isEmulated = (type: string): boolean => type === 'card' || types.has(type);

/** Whether a payment of `amount` (smallest unit) in `currency` can be made with the type; 0 for set-ups. */
export function takes(type: string, amount: number, currency: string): boolean {
  const row = types.get(type);
  if (row === undefined) return true;
  if (amount === 0) return row.saves !== 'nothing';
  const { currencies, least = 0, most = Number.POSITIVE_INFINITY } = row;
  return (currencies?.includes(currency) ?? true) && amount >= least && amount <= most;
}

/** Whether the payer leaves the merchant's page. */
export const redirects = (type: string): boolean => types.get(type)?.step === 'redirect';
