/** One attempt to pay: 3D Secure, the bank's answer, the charge, and what follows from it. */
import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Refusal, Work } from '../../kernel/work.ts';
import { complain } from '../charge/aftermath.ts';
import type { ThreeDSecureResult } from '../charge/card-payment.ts';
import { chargeNow, declineCharge, type Payment } from '../charge/create.ts';
import { collectDirectFee } from '../charge/split.ts';
import { spendId } from '../mandate/use.ts';
import { type CardOutcome, type Decline, outcomeOf } from '../payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { recordUse } from '../payment-method/use.ts';
import { authenticationNotHandled, authenticationRequired, failPayment } from './failure.ts';
import type { Result } from './machine.ts';
import { cardMandate } from './mandates.ts';
import { cardOptions, credentialUsage } from './method-types.ts';
import { payOther } from './pay-other.ts';
import { type Attempt, chargedWith, commonPayment, keep } from './payment.ts';
import { groupOf } from './split.ts';
import type { StoredIntent } from './stored.ts';
import { authentication, challenged, nextAction } from './three-d-secure.ts';

/** Pays `intent`, which already has the fields of `attempt.patch`; those are stored with the outcome. */
export async function pay(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  attempt: Attempt,
): Promise<StoredIntent | Refusal> {
  if (method.type !== 'card') return payOther(work, intent, method, attempt);
  const outcome = outcomeOf(method);
  const brand = method.card?.brand ?? 'unknown';
  const { action, patch, offSession = false } = attempt;
  const needed = attempt.authenticated
    ? ({ kind: 'done', result: challenged(work, brand) } as const)
    : authentication(work, intent, outcome, brand, offSession);
  switch (needed.kind) {
    case 'impossible':
      return refuseUnauthenticated(work, intent, method, outcome, attempt);
    case 'challenge':
      if (attempt.errorOnAction) return failPayment(work, intent, method, authenticationNotHandled, { action, patch });
      return work.act<StoredIntent>(
        intent,
        action,
        {
          ...patch,
          acceptance: attempt.acceptance,
          awaits: null,
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
  mandate: string | undefined,
): Payment {
  const { card } = method;
  if (card === undefined) throw new Error(`payment method ${method.id} has no card`);
  return {
    ...commonPayment(intent, method, outcome),
    card,
    threeDSecure,
    incremental: cardOptions(intent).request_incremental_authorization === 'if_available',
    credentialUsage: credentialUsage(intent),
    mandate,
  };
}

/** The bank was asked all the same. Where the caller wants no action, the answer says that, and names no charge. */
async function refuseUnauthenticated(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  outcome: CardOutcome,
  attempt: Attempt,
): Promise<Refusal> {
  const refusal: Decline = { ...authenticationRequired, charges: true };
  if (!attempt.errorOnAction) return decline(work, intent, method, outcome, refusal, attempt, null);
  const { action, patch, mandate } = attempt;
  const used = await recordUse(work, method);
  const charge = await declineCharge(work, paymentOf(intent, used, outcome, null, mandate), refusal);
  const failed = { action, patch: { ...patch, latest_charge: charge.id } };
  return failPayment(work, intent, used, authenticationNotHandled, failed);
}

async function decline(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  outcome: CardOutcome,
  { charges, ...refusal }: Decline,
  attempt: Attempt,
  threeDSecure: ThreeDSecureResult | null,
): Promise<Refusal> {
  const { action, patch } = attempt;
  if (!charges) return failPayment(work, intent, method, refusal, { action, patch });
  const used = await recordUse(work, method);
  const charge = await declineCharge(work, paymentOf(intent, used, outcome, threeDSecure, attempt.mandate), {
    charges,
    ...refusal,
  });
  return failPayment(work, intent, used, refusal, { action, patch, charge: charge.id });
}

async function succeed(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  outcome: CardOutcome,
  attempt: Attempt,
  threeDSecure: ThreeDSecureResult | null,
): Promise<StoredIntent> {
  const { action, patch } = attempt;
  const used = await keep(work, intent, method);
  const mandate = await mandateOn(work, intent, method, attempt);
  const charge = await chargeNow(work, paymentOf(intent, used, outcome, threeDSecure, mandate));
  if (charge.captured) await complain(work, charge);
  const paid = await work.act<StoredIntent>(
    intent,
    action,
    {
      ...patch,
      ...groupOf(charge),
      ...chargedWith(charge, method, intent.amount),
    },
    { result: 'approved' satisfies Result },
  );
  if (charge.captured) await collectDirectFee(work, charge);
  if (charge.captured && mandate !== undefined) await spendId(work, mandate);
  return paid;
}

/** Of the mandate named in the request, or of the one that the payment makes: most cards have neither. */
function mandateOn(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  { mandate, acceptance = intent.acceptance }: Attempt,
): Awaitable<string | undefined> {
  return mandate ?? cardMandate(work, intent, method, acceptance);
}

export type { Attempt } from './payment.ts';
