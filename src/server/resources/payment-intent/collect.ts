/** The money itself: at once, when the bank answers, or not at all. */
import type { Refusal, Work } from '../../kernel/work.ts';
import { complain } from '../charge/aftermath.ts';
import { clearingOf, debit } from '../charge/clear.ts';
import { chargeNow, declineCharge, otherPaymentId, type Payment } from '../charge/create.ts';
import { collectDirectFee } from '../charge/split.ts';
import type { Clearing } from '../charge/stored.ts';
import type { StoredMandate } from '../mandate/stored.ts';
import { spend } from '../mandate/use.ts';
import { bankDecline } from '../payment-method/bank-failures.ts';
import { uneventful } from '../payment-method/card-outcome.ts';
import { generateSepa } from '../payment-method/generated.ts';
import { otherOutcome } from '../payment-method/other-outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { type Circumstances, fill } from '../payment-method/told.ts';
import { methodType } from '../payment-method/types.ts';
import { recordUse } from '../payment-method/use.ts';
import { failPayment } from './failure.ts';
import type { Result } from './machine.ts';
import { mandateOf } from './mandates.ts';
import { futureUsage, holds } from './method-types.ts';
import { type Attempt, chargedWith, commonPayment, keep } from './payment.ts';
import { groupOf } from './split.ts';
import type { StoredIntent } from './stored.ts';

type Outcome = Promise<StoredIntent | Refusal>;

function paymentOf(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  about: Circumstances,
  id: string,
): Payment {
  const { type } = method;
  const { after } = otherOutcome(method);
  const hash = fill(work, methodType(type)?.payment ?? {}, method, {
    ...about,
    options: intent.payment_method_options,
  });
  const details = { type, [type]: hash };
  return { ...commonPayment(intent, method, { ...uneventful, radar: 'not_assessed', ...after }), details, id };
}

/** What a bank's own page leaves behind for later payments. */
async function generated(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  charge: string,
): Promise<Circumstances['generated']> {
  const iban = methodType(method.type)?.iban;
  if (iban === undefined || futureUsage(intent, method.type) === null) return undefined;
  const { acceptance, customer, payment_method_options: options } = intent;
  return generateSepa(work, method, { iban, from: { charge, setup_attempt: null }, customer, acceptance, options });
}

const isGenerating = (method: StoredPaymentMethod): boolean => methodType(method.type)?.iban !== undefined;

/** Takes the money. The payer has done what there was to do. */
export async function collect(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  attempt: Attempt,
): Outcome {
  const { debit: asked } = otherOutcome(method);
  const id = otherPaymentId(work, intent.id);
  if (asked.answer === 'refused') {
    const { charges: _, ...refusal } = bankDecline(asked.code);
    const used = await recordUse(work, method);
    const radar = asked.code === 'highest_risk_level' ? 'highest' : 'not_assessed';
    const payment = paymentOf(work, intent, used, {}, id);
    const outcome = { ...payment.outcome, radar } as const;
    const failed = await declineCharge(work, { ...payment, outcome }, bankDecline(asked.code));
    return failPayment(work, intent, used, refusal, { ...attempt, charge: failed.id });
  }
  const mandate = await mandateOf(work, intent, method, attempt);
  const sepa = await generated(work, intent, method, id);
  const used = await (isGenerating(method) ? recordUse(work, method) : keep(work, intent, method));
  const payment = paymentOf(work, intent, used, { mandate: mandate?.id, generated: sepa }, id);
  const clearing = methodType(method.type)?.slow ? clearingOf(work, asked) : undefined;
  const done = clearing === undefined ? succeed : waitForBank;
  return done(work, intent, payment, attempt, { method, mandate, clearing });
}

interface About {
  readonly method: StoredPaymentMethod;
  readonly mandate: StoredMandate | undefined;
  readonly clearing: Clearing | undefined;
}

async function waitForBank(
  work: Work,
  intent: StoredIntent,
  payment: Payment,
  { action, patch }: Attempt,
  { method, clearing }: About,
): Outcome {
  const charge = await debit(work, payment, clearing ?? null);
  return work.act<StoredIntent>(
    intent,
    action,
    { ...patch, ...chargedWith(charge, method, 0), amount_received: 0 },
    { result: 'processes' satisfies Result },
  );
}

async function succeed(
  work: Work,
  intent: StoredIntent,
  payment: Payment,
  { action, patch }: Attempt,
  { method, mandate }: About,
): Outcome {
  const charge = await chargeNow(work, payment);
  if (charge.captured) await complain(work, charge);
  const result = holds(intent, method.type) ? 'held' : 'paid';
  const done = await work.act<StoredIntent>(
    intent,
    action,
    { ...patch, ...groupOf(charge), ...chargedWith(charge, method, intent.amount) },
    { result: result satisfies Result },
  );
  if (charge.captured) await collectDirectFee(work, charge);
  if (mandate !== undefined) await spend(work, mandate);
  return done;
}
