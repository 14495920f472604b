/** Every test value that Stripe documents, one row each: `kind` tells which fields identify it. */
import { readFileSync } from 'node:fs';

export interface Row {
  readonly kind: string;
  readonly outcome: string;
  readonly payment_method?: string;
  readonly token?: string;
  readonly number?: string;
  readonly brand?: string;
  readonly cvc_digits?: number;
  readonly [field: string]: unknown;
}

export const rows: readonly Row[] = readFileSync(new URL('./test-data.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** With a name for each. */
export const ofKind = (kind: string, wanted: (row: Row) => boolean = () => true): [string, Row][] =>
  rows
    .filter((row) => row.kind === kind && wanted(row))
    .map((row) => [row.payment_method ?? row.number ?? row.token ?? JSON.stringify(row), row]);

export const pick = (row: Row, ...names: string[]): object =>
  Object.fromEntries(names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]));

export const cardPayment = { amount: 2000, currency: 'usd', allowed_payment_method_types: ['card' as const] };
