/** One attempt to pay: 3D Secure, the bank's answer, the charge, and what follows from it. */
import type { Refusal, Work } from '../../kernel/work.ts';
import { complain } from '../charge/aftermath.ts';
import type { ThreeDSecureResult } from '../charge/card-payment.ts';
import { chargeCard, declineCharge, type Payment } from '../charge/create.ts';
import { collectDirectFee } from '../charge/split.ts';
import { type CardOutcome, type Decline, outcomeOf } from '../payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { attachTo, recordSetUp, recordUse } from '../payment-method/use.ts';
import { authenticationNotHandled, authenticationRequired, failPayment } from './failure.ts';
import type { Result } from './machine.ts';
import { cardOptions, credentialUsage, futureUsage, holds } from './method-types.ts';
import { checkCard } from './not-emulated.ts';
import { chargeSplit, groupOf } from './split.ts';
import type { StoredIntent } from './stored.ts';
import { authentication, challenged, nextAction } from './three-d-secure.ts';

export interface Attempt {
  readonly action: 'confirm' | 'authenticate';
  /** What the same change writes to the intent. */
  readonly patch: Partial<StoredIntent>;
  readonly offSession?: boolean;
  readonly errorOnAction?: boolean;
  readonly returnUrl?: string | undefined;
  /** The cardholder has just passed the challenge. */
  readonly authenticated?: boolean;
}

/** Pays `intent`, which already has the fields of `attempt.patch`; those are stored with the outcome. */
export async function pay(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  attempt: Attempt,
): Promise<StoredIntent | Refusal> {
  checkCard(method.type);
  const outcome = outcomeOf(method);
  const brand = method.card?.brand ?? 'unknown';
  const { action, patch, offSession = false } = attempt;
  const needed = attempt.authenticated
    ? ({ kind: 'done', result: challenged(work, brand) } as const)
    : authentication(work, intent, outcome, brand, offSession);
  switch (needed.kind) {
    case 'impossible':
      return failPayment(work, intent, method, authenticationRequired, { action, patch });
    case 'challenge':
      if (attempt.errorOnAction) return failPayment(work, intent, method, authenticationNotHandled, { action, patch });
      return work.act<StoredIntent>(
        intent,
        action,
        {
          ...patch,
          last_payment_error: null,
          next_action: nextAction(work, intent, attempt.returnUrl),
          payment_method: method.id,
        },
        { result: 'challenged' satisfies Result },
      );
    case 'failed':
      return decline(work, intent, method, outcome, needed.decline, attempt, null);
    default:
      return outcome.decline === undefined
        ? succeed(work, intent, method, outcome, attempt, needed.result)
        : decline(work, intent, method, outcome, outcome.decline, attempt, needed.result);
  }
}

function paymentOf(
  intent: StoredIntent,
  method: StoredPaymentMethod,
  outcome: CardOutcome,
  threeDSecure: ThreeDSecureResult | null,
): Payment {
  const { id, amount, currency, customer, description, metadata, on_behalf_of, receipt_email, shipping } = intent;
  const { card, billing_details: billingDetails } = method;
  if (card === undefined) throw new Error(`payment method ${method.id} has no card`);
  const { statement_descriptor, statement_descriptor_suffix, transfer_group } = intent;
  return {
    amount,
    currency,
    card,
    billingDetails,
    outcome,
    threeDSecure,
    inherited: {
      customer,
      description,
      metadata,
      on_behalf_of,
      payment_intent: id,
      payment_method: method.id,
      receipt_email,
      shipping,
      statement_descriptor,
      statement_descriptor_suffix,
      transfer_group,
      ...chargeSplit(intent),
    },
    capture: holds(intent) ? 'hold' : intent.capture_method === 'automatic' ? 'now' : 'soon',
    incremental: cardOptions(intent).request_incremental_authorization === 'if_available',
    credentialUsage: credentialUsage(intent),
    kin: id,
  };
}

async function decline(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  outcome: CardOutcome,
  { charges, ...refusal }: Decline,
  { action, patch }: Attempt,
  threeDSecure: ThreeDSecureResult | null,
): Promise<Refusal> {
  if (!charges) return failPayment(work, intent, method, refusal, { action, patch });
  const used = await recordUse(work, method);
  const charge = await declineCharge(work, paymentOf(intent, used, outcome, threeDSecure), { charges, ...refusal });
  return failPayment(work, intent, used, refusal, { action, patch, charge: charge.id });
}

async function succeed(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  outcome: CardOutcome,
  { action, patch }: Attempt,
  threeDSecure: ThreeDSecureResult | null,
): Promise<StoredIntent> {
  const used = await keep(work, intent, method);
  const charge = await chargeCard(work, paymentOf(intent, used, outcome, threeDSecure));
  if (charge.captured) await complain(work, charge);
  const { amount } = intent;
  const paid = await work.act<StoredIntent>(
    intent,
    action,
    {
      ...patch,
      ...groupOf(charge),
      amount_capturable: charge.captured ? 0 : amount,
      amount_received: charge.captured ? amount : 0,
      authenticated: false,
      last_payment_error: null,
      latest_charge: charge.id,
      next_action: null,
      payment_method: method.id,
    },
    { result: 'approved' satisfies Result },
  );
  if (charge.captured) await collectDirectFee(work, charge);
  return paid;
}

/** A payment that is meant to be repeated puts its payment method on file with the customer. */
async function keep(work: Work, intent: StoredIntent, method: StoredPaymentMethod): Promise<StoredPaymentMethod> {
  const usage = futureUsage(intent);
  const setUp = usage === 'off_session';
  if (usage === null || method.customer !== null) return recordUse(work, method, { setUp });
  if (intent.customer !== null) return attachTo(work, method, intent.customer, { setUp });
  return recordSetUp(work, method, { setUp });
}
