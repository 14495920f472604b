/** `payment_method_details` of a mandate, by type. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { fill } from '../payment-method/told.ts';
import { methodType } from '../payment-method/types.ts';

type Details = Stripe.Mandate.PaymentMethodDetails;

/** The options of an intent that shape its mandate. */
export interface MandateOptions {
  readonly card?: { readonly mandate_options?: { readonly supported_types?: readonly string[] | null } | null };
  readonly sepa_debit?: { readonly mandate_options?: { readonly reference_prefix?: string } };
  readonly bacs_debit?: { readonly mandate_options?: { readonly reference_prefix?: string } };
}

const prefixForm = /^(?!STRIPE)[A-Z0-9 /&.\-_]{1,12}$/;

interface SentDebit {
  readonly mandate_options?: unknown;
}

/** SEPA: the creditor's reference begins with what the merchant wants. */
export function checkReferencePrefix(sent: SentDebit | '' | null | undefined): void {
  const options = (sent || undefined)?.mandate_options as { readonly reference_prefix?: string | null } | undefined;
  const prefix = options?.reference_prefix;
  if (!prefix || prefixForm.test(prefix)) return;
  throw errors.invalid(
    'The reference prefix must be at most 12 characters: capital letters, numbers, spaces, and the special characters / . _ - &, and may not begin with STRIPE.',
    'payment_method_options[sepa_debit][mandate_options][reference_prefix]',
    'invalid_mandate_reference_prefix_format',
  );
}

export function mandateDetails(work: Work, method: StoredPaymentMethod, options: MandateOptions | null): Details {
  const { type } = method;
  if (type === 'card') return { card: isIndian(options) ? { india: { inactive_reason: null } } : {}, type };
  const { sepa_debit, bacs_debit } = options ?? {};
  const prefix = { sepa_debit, bacs_debit }[type as 'sepa_debit']?.mandate_options?.reference_prefix;
  return { type, [type]: fill(work, methodType(type)?.mandate ?? {}, method, { options, prefix }) };
}

/** An e-mandate by the rules of the Reserve Bank of India. */
export function isIndian(options: MandateOptions | null): boolean {
  return options?.card?.mandate_options?.supported_types?.includes('india') ?? false;
}
