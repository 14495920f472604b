/** `payment_method_details` of a mandate, by type. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';

type Details = Stripe.Mandate.PaymentMethodDetails;

/** The options of an intent that shape its mandate. */
export interface MandateOptions {
  readonly card?: { readonly mandate_options?: { readonly supported_types?: readonly string[] | null } | null };
  readonly sepa_debit?: { readonly mandate_options?: { readonly reference_prefix?: string } };
  readonly us_bank_account?: { readonly mandate_options?: { readonly collection_method?: 'paper' } };
}

const referenceLength = 16;
const prefixedLength = 24;
const prefixForm = /^(?!STRIPE)[A-Z0-9 /&.\-_]{1,12}$/;

/** SEPA: the creditor's reference begins with what the merchant wants. */
export function checkReferencePrefix(prefix: string | null | undefined): void {
  if (!prefix || prefixForm.test(prefix)) return;
  throw errors.invalid(
    'The reference prefix must be at most 12 characters: capital letters, numbers, spaces, and the special characters / . _ - &, and may not begin with STRIPE.',
    'payment_method_options[sepa_debit][mandate_options][reference_prefix]',
    'invalid_mandate_reference_prefix_format',
  );
}

function sepa(work: Work, prefix: string | undefined): Stripe.Mandate.PaymentMethodDetails.SepaDebit {
  const length = prefix ? prefixedLength - prefix.length : referenceLength;
  const reference = (prefix ?? '') + work.token(length).toUpperCase();
  return { reference, url: `https://payments.stripe.com/sepa_debit/mandate/mandate_test_${work.token(72)}` };
}

export function mandateDetails(work: Work, type: string, options: MandateOptions | null): Details {
  switch (type) {
    case 'card':
      return { card: isIndian(options) ? { india: { inactive_reason: null } } : {}, type };
    case 'sepa_debit':
      return { sepa_debit: sepa(work, options?.sepa_debit?.mandate_options?.reference_prefix), type };
    case 'us_bank_account': {
      const { collection_method } = options?.us_bank_account?.mandate_options ?? {};
      return { type, us_bank_account: collection_method === undefined ? {} : { collection_method } };
    }
    default:
      return { type, [type]: {} };
  }
}

/** An e-mandate by the rules of the Reserve Bank of India. */
export function isIndian(options: MandateOptions | null): boolean {
  return options?.card?.mandate_options?.supported_types?.includes('india') ?? false;
}
