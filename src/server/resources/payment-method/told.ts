/** Fills a hash of the table of types for one payment, set-up or mandate. */
import type { Work } from '../../kernel/work.ts';
import { idealBics } from './ideal-banks.ts';
import type { Fields, Hash, Told } from './method-type.ts';
import type { StoredPaymentMethod } from './stored.ts';

export interface Circumstances {
  readonly mandate?: string | null | undefined;
  /** The SEPA debit that came out of it, and its mandate. */
  readonly generated?: { readonly method: string; readonly mandate: string } | undefined;
  /** `payment_method_options` of the intent. */
  readonly options?: object | null | undefined;
  readonly prefix?: string | undefined;
}

type Asked = (work: Work, method: StoredPaymentMethod, field: string, about: Circumstances) => unknown;

const referenceLength = 16;
const prefixedLength = 24;
const longReferenceLength = 28;

function reference(work: Work, prefix: string | undefined): string {
  const length = prefix ? prefixedLength - prefix.length : referenceLength;
  return (prefix ?? '') + work.token(length).toUpperCase();
}

/** Undefined where nobody says. */
function option({ type }: StoredPaymentMethod, field: string, options: Circumstances['options']): unknown {
  const own = (options as Readonly<Record<string, Fields>> | null | undefined)?.[type];
  const ofMandate = own?.mandate_options as Fields | undefined;
  return own?.[field] ?? ofMandate?.[field];
}

const sources: Readonly<Record<Told, Asked>> = {
  own: (_work, method, field) => (method as unknown as Record<string, Fields>)[method.type]?.[field] ?? null,
  billing_name: (_work, method) => method.billing_details.name,
  billing_email: (_work, method) => method.billing_details.email,
  bic: (_work, { ideal }) => (ideal?.bank ? (idealBics[ideal.bank] ?? null) : null),
  payer: (_work, method) => ({ address: { country: method.billing_details.address?.country ?? null } }),
  reference: (work, _method, _field, { prefix }) => reference(work, prefix),
  long_reference: (work) => work.token(longReferenceLength),
  mandate: (_work, _method, _field, { mandate }) => mandate ?? undefined,
  generated: (_work, _method, _field, { generated }) => generated?.method ?? null,
  generated_mandate: (_work, _method, _field, { generated }) => generated?.mandate ?? null,
  url: (work, { type }) => `https://payments.stripe.com/${type}/mandate/mandate_test_${work.token(72)}`,
  options: (_work, method, field, { options }) => option(method, field, options),
};

export function fill(work: Work, hash: Hash, method: StoredPaymentMethod, about: Circumstances = {}): Fields {
  const filled: Record<string, unknown> = { ...hash.says };
  for (const [field, told] of Object.entries(hash.tells ?? {})) {
    const value = sources[told](work, method, field, about);
    if (value !== undefined) filled[field] = value;
  }
  return filled;
}
