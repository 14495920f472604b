/** `payment_method_details` of a charge on a card. */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';

type Details = Stripe.Charge.PaymentMethodDetails;
export type ThreeDSecureResult = Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure;

interface Authorization {
  /** In the smallest unit. */
  readonly amount: number;
  readonly approved: boolean;
  /** Unix time until which a hold may be captured; undefined for what is captured at once. */
  readonly captureBefore: number | undefined;
  readonly threeDSecure: ThreeDSecureResult | null;
  /** Whether the hold may grow. */
  readonly incremental: boolean;
  /** An id of the payment. */
  readonly kin: string;
  readonly credentialUsage: CredentialUsage | undefined;
  readonly mandate: string | null;
}

/** What the merchant said of a card on file. */
export type CredentialUsage = Pick<
  Stripe.Charge.PaymentMethodDetails.Card,
  'setup_credential_usage' | 'stored_credential_usage'
>;

/** Internet, without authentication. */
const plainInternet = '07';

const disabled = Object.freeze({ status: 'disabled' as const });
const available = Object.freeze({ status: 'available' as const });
const unavailable = Object.freeze({ status: 'unavailable' as const });
const noNetworkToken = Object.freeze({ used: false });

export function cardPayment(work: Work, card: Stripe.PaymentMethod.Card, authorization: Authorization): Details {
  const { amount, approved, captureBefore, threeDSecure } = authorization;
  const network = card.networks?.preferred ?? card.brand;
  const trace = card.brand === 'mastercard' ? mastercardTrace(work, card, authorization.kin) : plainTrace(card);
  return {
    card: {
      amount_authorized: approved ? amount : null,
      authorization_code: String(work.number(1_000_000)).padStart(6, '0'),
      brand: card.brand,
      ...(captureBefore !== undefined && { capture_before: captureBefore }),
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: threeDSecure?.electronic_commerce_indicator ?? plainInternet,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      extended_authorization: disabled,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      incremental_authorization: authorization.incremental ? available : unavailable,
      installments: null,
      last4: card.last4,
      mandate: authorization.mandate,
      multicapture: unavailable,
      network,
      network_token: noNetworkToken,
      network_transaction_id: trace.network_transaction_id,
      overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
      regulated_status: card.regulated_status,
      ...authorization.credentialUsage,
      three_d_secure: threeDSecure,
      transaction_link_id: trace.transaction_link_id,
      wallet: null,
    },
    type: 'card',
  };
}

type Trace = Pick<Stripe.Charge.PaymentMethodDetails.Card, 'network_transaction_id' | 'transaction_link_id'>;

/** Test mode gives every payment with the same card the same fifteen digits. */
function plainTrace(card: Stripe.PaymentMethod.Card): Trace {
  const [a, b] = hash(card.fingerprint ?? card.last4);
  return { network_transaction_id: `1${`${a}${b}`.padStart(14, '0').slice(-14)}`, transaction_link_id: null };
}

/** Six characters of the card, month and day; and a link that names the payment. */
function mastercardTrace(work: Work, card: Stripe.PaymentMethod.Card, kin: string): Trace {
  const [a] = hash(card.fingerprint ?? card.last4);
  const day = new Date(work.now * 1000).toISOString().slice(5, 10).replace('-', '');
  const own = a.toString(36).toUpperCase().padStart(6, '0').slice(-6);
  return {
    network_transaction_id: `MCC${own}${day}`,
    transaction_link_id: `test123-tlid456__${kin.slice(kin.indexOf('_') + 1).slice(0, 5)}`,
  };
}

function hash(text: string): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(at), 0x85ebca6b);
  }
  return [a >>> 0, b >>> 0];
}
