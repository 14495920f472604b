/** What the cardholder's bank files against a charge. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { amount, flag, oneOf, readFacts, text } from '../../kernel/facts.ts';
import type { Facts } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { settleEarlyFraudWarnings } from '../early-fraud-warning/settle.ts';
import { markDisputed } from './charge-mark.ts';
import { dueBy } from './deadline.ts';
import { evidenceDetails, paymentMethodDetails } from './details.ts';
import { withdraw } from './money.ts';
import { type Case, cases, type DisputeOpening, type Opening, openings, type Terms } from './openings.ts';
import { preFilled } from './pre-fill.ts';
import { reasonFor, reasons } from './reason-codes.ts';
import type { StoredDispute } from './stored.ts';

/**
 * Opens what the test card stands for, and marks the charge as disputed. Answers the last dispute that was opened;
 * undefined when 3D Secure shields the charge from it.
 */
export async function openDispute(
  work: Work,
  charge: Stripe.Charge,
  opening: DisputeOpening,
): Promise<Stripe.Dispute | undefined> {
  const { times = 1, shielded, ...terms }: Opening = openings[opening];
  if (shielded && isShielded(charge)) return undefined;
  let dispute: StoredDispute | undefined;
  for (let opened = 0; opened < times; opened++) dispute = await file(work, charge, terms);
  return dispute;
}

/** An attempt that the bank acknowledged shifts the liability like a challenge that was passed. */
const shielding: readonly unknown[] = ['authenticated', 'attempt_acknowledged'];

function isShielded(charge: Stripe.Charge): boolean {
  return shielding.includes(charge.payment_method_details?.card?.three_d_secure?.result);
}

/**
 * Outside action `dispute` of a charge: opens a dispute by hand. Facts, all optional: `reason`, `amount` (smallest unit
 * of the charge's currency), `inquiry`, `case_type`, `network_reason_code`, `final` (the bank takes no answer),
 * `smart_disputes`. Throws a StripeError for facts that no network knows and for charges without money.
 */
export async function disputeCharge(work: Work, charge: Stripe.Charge, facts: Facts): Promise<StoredDispute> {
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw errors.invalid(`Charge ${charge.id} cannot be disputed: it has taken no money.`, 'charge');
  }
  return file(work, charge, termsOf(charge, facts));
}

const filing = {
  reason: oneOf(reasons),
  amount,
  inquiry: flag,
  case_type: oneOf(Object.keys(cases)),
  network_reason_code: text,
  final: flag,
  smart_disputes: flag,
};

function termsOf(charge: Stripe.Charge, facts: Facts): Terms {
  const {
    reason,
    amount,
    inquiry,
    case_type: named,
    network_reason_code: code,
    final,
    smart_disputes,
  } = readFacts(facts, filing);
  const case_type = named ?? (inquiry ? 'inquiry' : reason === 'noncompliant' ? 'compliance' : 'chargeback');
  const meant = reasonOfCode(charge, code) ?? (case_type === 'compliance' ? 'noncompliant' : 'fraudulent');
  return {
    reason: reason ?? meant,
    case_type,
    ...(amount !== undefined && { amount }),
    ...(code !== undefined && { network_reason_code: code }),
    ...(case_type === 'compliance' && { eligibility: complianceOf(charge) }),
    ...(final && { final }),
    ...(smart_disputes && { smart_disputes }),
  };
}

function reasonOfCode(charge: Stripe.Charge, code: string | undefined): string | undefined {
  const card = charge.payment_method_details?.card;
  const network = card?.network ?? card?.brand;
  if (code === undefined || !network) return undefined;
  const reason = reasonFor(network, code);
  if (reason === undefined) {
    throw errors.invalid(`${network} has no reason code ${code}.`, 'network_reason_code');
  }
  return reason;
}

function complianceOf(charge: Stripe.Charge): Terms['eligibility'] {
  const { brand } = charge.payment_method_details?.card ?? {};
  if (brand === 'visa') return ['visa_compliance'];
  return brand === 'mastercard' ? ['mastercard_compliance'] : [];
}

async function file(work: Work, charge: Stripe.Charge, terms: Terms): Promise<StoredDispute> {
  const blank = work.blank<StoredDispute>('dispute');
  const { id } = blank;
  const { status, withdrawal }: Case = cases[terms.case_type] ?? { status: 'needs_response' };
  const amount = terms.amount ?? charge.amount_captured;
  await markDisputed(work, charge, id);
  await settleEarlyFraudWarnings(work, charge.id);
  const taken = withdrawal && (await withdraw(work, { id, amount }, charge, withdrawal.fee));
  const details = paymentMethodDetails(work, charge, terms);
  return work.insert<StoredDispute>({
    ...blank,
    amount,
    balance_transaction: taken?.id ?? null,
    balance_transactions: taken === undefined ? [] : [taken],
    charge: charge.id,
    currency: charge.currency,
    enhanced_eligibility_types: [...(terms.eligibility ?? [])],
    evidence: { ...blank.evidence, ...(await preFilled(work, charge, terms.case_type === 'inquiry')) },
    evidence_details: evidenceDetails(terms.final || status === 'prevented' ? 0 : dueBy(work.now), terms),
    intended_submission_method: terms.smart_disputes ? 'prefer_manual' : null,
    is_charge_refundable: withdrawal === undefined,
    payment_intent: idOf(charge.payment_intent),
    ...(details && { payment_method_details: details }),
    reason: terms.reason,
    status: terms.final ? 'lost' : status,
    ...(terms.smart_disputes && { smart_disputes: true }),
  });
}

function idOf(reference: string | Stripe.PaymentIntent | null): string | null {
  return typeof reference === 'object' ? (reference?.id ?? null) : reference;
}
