/** What a type of payment method is like. One row per type drives its shape, its flow, its money and its disputes. */
import type Stripe from 'stripe';

export type Fields = Readonly<Record<string, unknown>>;

/** Where a field of a payment, a set-up or a mandate gets its value from. */
export type Told =
  /** The field of the same name in the payment method's own hash. */
  | 'own'
  | 'billing_name'
  | 'billing_email'
  /** Of the bank that the payer chose. */
  | 'bic'
  /** The country of the billing address, as Klarna nests it. */
  | 'payer'
  /** A new reference, as the provider would make it. */
  | 'reference'
  | 'long_reference'
  | 'mandate'
  | 'generated'
  | 'generated_mandate'
  /** Where the mandate can be read. */
  | 'url'
  /** `payment_method_options` of the intent, or its `mandate_options`. */
  | 'options';

/** A hash: some fields always the same, others by where they come from. */
export interface Hash {
  readonly says?: Fields;
  readonly tells?: Readonly<Record<string, Told>>;
}

/** Rate of the amount, and fixed part and cap in the currency's smallest unit: https://stripe.com/pricing/local-payment-methods */
export interface Fee {
  readonly rate: number;
  readonly fixed: number;
  readonly most?: number;
}

/** What a dispute tells of its case at the provider. */
export interface DisputeTold {
  readonly tells: Readonly<Record<string, 'case_number' | 'kind' | 'reason_code'>>;
  /** What the provider calls Stripe's reasons, unless the dispute says it. */
  readonly reasonCodes?: Readonly<Record<string, string>>;
}

/** The hash of `next_action` that sends the payer away. */
export type WayOut =
  | 'redirect_to_url'
  | 'alipay_handle_redirect'
  | 'cashapp_handle_redirect_or_display_qr_code'
  | 'wechat_pay_display_qr_code';

/** Looked at without the spaces and dashes that people put in. */
export interface AccountNumber {
  /** Why it is refused, and with which code. */
  readonly problem: (text: string) => string | undefined;
  readonly code: 'account_number_invalid' | 'invalid_bank_account_iban' | 'routing_number_invalid';
}

export interface MethodType {
  /** The payment method's own hash, with what it holds until something is sent. */
  readonly fields: Fields;
  /** What the payer types in, by name in the hash. */
  readonly numbers?: Readonly<Record<string, AccountNumber>>;
  /** What must be in `billing_details`. */
  readonly bills?: readonly ('email' | 'name')[];
  /** `payment_method_options` of a PaymentIntent until something is sent. */
  readonly options: Fields;
  /** Options without which a payment is refused. */
  readonly needsOptions?: readonly string[];
  /** What a connected account needs to take it itself; nothing when left out. */
  readonly capability?: keyof Stripe.Account.Capabilities;
  /** Lower-case; all when left out. */
  readonly currencies?: readonly string[];
  /** Amounts in the smallest unit of the currency. */
  readonly least?: number;
  readonly most?: number;
  /** What the payer does before anything else. */
  readonly step: 'none' | 'redirect' | 'code' | 'deposits' | 'transfer';
  readonly wayOut?: WayOut;
  /** Whether the bank answers later. */
  readonly slow: boolean;
  /** Whether authorization and capture may be apart. */
  readonly holds: boolean;
  /** What may be used again: the payment method, a SEPA debit made from it, or nothing. */
  readonly saves: 'itself' | 'sepa_debit' | 'nothing';
  /** IBAN of that SEPA debit in test mode. */
  readonly iban?: string;
  /** Debited on a mandate only, or with one where it is to be used again. */
  readonly mandate?: Hash & { readonly needed: boolean; readonly waits?: true };
  /** What of the payment method's own hash follows from what else was sent. */
  readonly known?: Hash;
  /** What of the payment method's own hash is known once the payer approved. */
  readonly approved?: Hash;
  /** In `payment_method_details` of a charge. */
  readonly payment: Hash;
  /** Names of those fields that a SetupAttempt has too. */
  readonly attempt?: readonly string[];
  /** `payment_method_details` of its disputes; none when left out. */
  readonly dispute?: DisputeTold;
  /** What the payer's refusal is called. */
  readonly refusal?: Refused;
  readonly fee?: Fee;
  /** Whether a refund is there at once. */
  readonly refund: 'at_once' | 'pending';
  /** What its `destination_details` call the type, and say of it. */
  readonly refundsAs?: string;
  readonly refundTells?: Fields;
}

/** Error code of a payment that the payer did not approve. */
type Refused = 'payment_intent_authentication_failure' | 'payment_method_provider_decline';
