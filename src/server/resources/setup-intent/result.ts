/** How a step of the set-up ends: on the intent, on its attempt and on the payment method. */
import { errors, type StripeError } from '../../kernel/errors.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import type { ThreeDSecureResult } from '../charge/card-payment.ts';
import { generateSepa } from '../payment-method/generated.ts';
import type { Decline } from '../payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import { keepFor, recordSetUp, recordUse } from '../payment-method/use.ts';
import { type AttemptResult, closeAttempt, openAttempt } from '../setup-attempt/record.ts';
import type { SetupError } from '../setup-attempt/stored.ts';
import type { Result } from './machine.ts';
import { mandatesOf } from './mandates.ts';
import type { StoredSetupIntent } from './stored.ts';

interface Step {
  /** `confirm` begins an attempt, every other action ends the one before. */
  readonly action: string;
  /** What the same change writes to the intent. */
  readonly patch?: Partial<StoredSetupIntent>;
  readonly threeDSecure?: ThreeDSecureResult | null;
}

async function attemptOf(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  { action, threeDSecure }: Step,
  result: AttemptResult,
): Promise<string> {
  const record = action === 'confirm' ? openAttempt : closeAttempt;
  return (await record(work, intent, method, { threeDSecure, ...result })).id;
}

/** The customer has something to do; `patch` says what. */
export async function wait(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  patch: Partial<StoredSetupIntent>,
): Promise<StoredSetupIntent> {
  const step = { action: 'confirm', patch };
  const latest_attempt = await attemptOf(work, intent, method, step, { status: 'requires_action' });
  return work.act<StoredSetupIntent>(
    intent,
    'confirm',
    { ...patch, last_setup_error: null, latest_attempt, payment_method: method.id },
    { result: 'waits' satisfies Result },
  );
}

/** The bank takes its time. */
export async function keepProcessing(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  step: Step,
): Promise<StoredSetupIntent> {
  const latest_attempt = await attemptOf(work, intent, method, step, { status: 'processing' });
  return work.act<StoredSetupIntent>(
    intent,
    step.action,
    { ...step.patch, last_setup_error: null, latest_attempt, next_action: null, payment_method: method.id },
    { result: 'processes' satisfies Result },
  );
}

export async function succeed(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  step: Step,
): Promise<StoredSetupIntent> {
  const saved = await save(work, intent, method);
  const generated = await generatedBy(work, intent, saved);
  const latest_attempt = await attemptOf(work, intent, saved, step, { status: 'succeeded', generated });
  return work.act<StoredSetupIntent>(
    intent,
    step.action,
    {
      ...step.patch,
      ...(await mandatesOf(work, intent, saved)),
      last_setup_error: null,
      latest_attempt,
      next_action: null,
      payment_method: method.id,
    },
    { result: 'approved' satisfies Result },
  );
}

/** A bank's own page leads to a SEPA debit, which is what is kept. */
async function generatedBy(
  work: Work,
  { customer, latest_attempt, acceptance, payment_method_options: options }: StoredSetupIntent,
  method: StoredPaymentMethod,
): Promise<AttemptResult['generated']> {
  const iban = methodType(method.type)?.iban;
  if (iban === undefined) return undefined;
  const from = { charge: null, setup_attempt: latest_attempt };
  return generateSepa(work, method, { iban, from, customer, acceptance, options });
}

/** On file with the customer. Without one it stays loose, and may still be attached or used once. */
function save(work: Work, intent: StoredSetupIntent, method: StoredPaymentMethod): Promise<StoredPaymentMethod> {
  const usage = { setUp: intent.usage === 'off_session' };
  if (method.customer !== null || methodType(method.type)?.saves === 'sepa_debit')
    return recordUse(work, method, usage);
  return keepFor(work, method, intent.customer, usage);
}

/** Ends the attempt with `error`; the intent lets go of the payment method and keeps the error. */
export async function fail(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  error: StripeError,
  step: Step,
): Promise<StoredSetupIntent> {
  const setupError = error.with({ payment_method: await work.show(method) }).toBody().error as unknown as SetupError;
  const result = { status: 'failed', error: setupError } as const;
  const latest_attempt = await attemptOf(work, intent, method, step, result);
  return work.act<StoredSetupIntent>(
    intent,
    step.action,
    { ...step.patch, last_setup_error: setupError, latest_attempt, next_action: null, payment_method: null },
    { result: 'declined' satisfies Result },
  );
}

/** The same, told to the caller: the error shows both objects. */
export async function decline(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  error: StripeError,
  step: Step,
): Promise<Refusal> {
  const seen = method.type === 'card' && method.customer === null ? await recordSetUp(work, method) : method;
  const failed = await fail(work, intent, seen, error, step);
  return new Refusal(error.with({ payment_method: await work.show(seen), setup_intent: await work.show(failed) }));
}

/** The bank's own refusal. */
export const bankError = ({ code, message }: Decline): StripeError => errors.invalid(message, undefined, code);
