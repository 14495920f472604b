/** Visa Compelling Evidence 3.0: https://docs.stripe.com/disputes/api/visa-ce3 */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';

export type CompellingEvidence = Stripe.Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3;
type Disputed = Stripe.Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3.DisputedTransaction;
type Prior = Stripe.Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3.PriorUndisputedTransaction;
type Transaction = Disputed | Prior;
type Address = Stripe.Address;
type Sent = Stripe.DisputeUpdateParams.Evidence.EnhancedEvidence.VisaCompellingEvidence3;
type RequiredAction = Stripe.Dispute.EvidenceDetails.EnhancedEligibility.VisaCompellingEvidence3.RequiredAction;
type Fields = Readonly<Record<string, unknown>>;

const param = 'evidence[enhanced_evidence][visa_compelling_evidence_3]';
const priorsNeeded = 2;

const leastLength: Readonly<Record<string, number>> = { customer_device_fingerprint: 20, customer_device_id: 15 };

const blankAddress: Address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

const blankPrior: Omit<Prior, 'charge'> = {
  customer_account_id: null,
  customer_device_fingerprint: null,
  customer_device_id: null,
  customer_email_address: null,
  customer_purchase_ip: null,
  product_description: null,
  shipping_address: null,
};

const blankDisputed: Disputed = { ...blankPrior, merchandise_or_services: null };

function merged<T extends object>(current: T, sent: object, path: string): T {
  const result: Record<string, unknown> = { ...(current as Fields) };
  for (const [field, value] of Object.entries(sent)) {
    const least = leastLength[field];
    if (least !== undefined && value !== '' && String(value).length < least) {
      throw errors.invalid(`${field} must be at least ${least} characters long.`, `${path}[${field}]`);
    }
    if (field === 'shipping_address') result[field] = address((current as Fields)[field], value as object);
    else result[field] = value === '' ? null : value;
  }
  return result as T;
}

function address(current: unknown, sent: object): Address {
  const result: Record<string, unknown> = { ...blankAddress, ...(current as Address | null) };
  for (const [field, value] of Object.entries(sent)) result[field] = value === '' ? null : value;
  return result as unknown as Address;
}

/** Fields of the disputed transaction merge; prior transactions are replaced together. */
export function mergedCompellingEvidence(current: CompellingEvidence | undefined, sent: Sent): CompellingEvidence {
  const { disputed_transaction: disputed, prior_undisputed_transactions: priors } = sent;
  if (priors !== undefined && priors.length > priorsNeeded) {
    throw errors.invalid(
      `Exactly ${priorsNeeded} prior undisputed transactions are needed; you passed ${priors.length}.`,
      `${param}[prior_undisputed_transactions]`,
    );
  }
  return {
    disputed_transaction: disputed
      ? merged(current?.disputed_transaction ?? blankDisputed, disputed, `${param}[disputed_transaction]`)
      : (current?.disputed_transaction ?? null),
    prior_undisputed_transactions: priors?.map((prior, at) =>
      merged<Prior>({ ...blankPrior, charge: prior.charge }, prior, `${param}[prior_undisputed_transactions][${at}]`),
    ) ?? [...(current?.prior_undisputed_transactions ?? [])],
  };
}

/** Charges named as prior transactions, with the parameter that names each. */
export function priorCharges(evidence: CompellingEvidence | undefined): { id: string; param: string }[] {
  return (evidence?.prior_undisputed_transactions ?? []).map(({ charge: id }, at) => ({
    id,
    param: `${param}[prior_undisputed_transactions][${at}][charge]`,
  }));
}

/** What is left to do before Visa takes the evidence. Test mode checks neither age nor card of the prior transactions. */
export function missingActions(evidence: CompellingEvidence | undefined, charge: string): RequiredAction[] {
  const disputed = evidence?.disputed_transaction;
  const priors = evidence?.prior_undisputed_transactions ?? [];
  const others = new Set(priors.map((prior) => prior.charge).filter((prior) => prior !== charge));
  const missing: RequiredAction[] = [];
  if (!disputed || !identified([disputed, ...priors])) missing.push('missing_customer_identifiers');
  if (!disputed?.product_description) missing.push('missing_disputed_transaction_description');
  if (!disputed?.merchandise_or_services) missing.push('missing_merchandise_or_services');
  if (priors.some((prior) => !prior.product_description))
    missing.push('missing_prior_undisputed_transaction_description');
  if (others.size < priorsNeeded) missing.push('missing_prior_undisputed_transactions');
  return missing;
}

type Read = (transaction: Transaction) => string | null;

const mainElements: readonly (readonly Read[])[] = [
  [(transaction) => transaction.customer_purchase_ip],
  // Either tells the device; together they count once.
  [(transaction) => transaction.customer_device_fingerprint, (transaction) => transaction.customer_device_id],
];

const secondaryElements: readonly Read[] = [
  (transaction) => completeAddress(transaction.shipping_address),
  (transaction) => transaction.customer_email_address,
  (transaction) => transaction.customer_account_id,
];

function completeAddress(shipping: Address | null): string | null {
  if (shipping === null) return null;
  const { line2, ...needed } = shipping;
  return Object.values(needed).every(Boolean) ? JSON.stringify([line2, ...Object.values(needed)]) : null;
}

/** Two main elements, or a main and a secondary one, are the same in all three transactions. */
function identified(transactions: readonly Transaction[]): boolean {
  if (transactions.length <= priorsNeeded) return false;
  const matches = (read: Read): boolean => {
    const first = transactions[0] && read(transactions[0]);
    return !!first && transactions.every((transaction) => read(transaction) === first);
  };
  const main = mainElements.filter((element) => element.some(matches)).length;
  return main === mainElements.length || (main > 0 && secondaryElements.some(matches));
}
