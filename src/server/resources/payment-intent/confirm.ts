import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { target } from '../../kernel/machine.ts';
import type { Call, Outcome, Refusal, Work } from '../../kernel/work.ts';
import { withToken } from '../confirmation-token/spend.ts';
import { type Acceptance, acceptedOnline, readAcceptance, type SentMandateData } from '../mandate/acceptance.ts';
import { declinedBy, mandateFor } from '../mandate/use.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { methodType } from '../payment-method/types.ts';
import { offeredTypes } from '../payment-method-configuration/offered.ts';
import { failPayment } from './failure.ts';
import { methodFields, plainFields } from './fields.ts';
import { machine } from './machine.ts';
import { futureUsage, mayRedirect } from './method-types.ts';
import { type Attempt, pay } from './pay.ts';
import { checkMethod, defaultMethod, type SentMethod, sentMethod } from './payment-method.ts';
import {
  confirmedByServers,
  futureUsageOffSession,
  missingPaymentMethod,
  missingReturnUrl,
  unexpectedState,
  usageOfServer,
} from './refusals.ts';
import type { StoredIntent } from './stored.ts';

/** Browsers send the client secret along. */
type ConfirmParams = Stripe.PaymentIntentConfirmParams & { readonly client_secret?: string };

export async function confirmIntent({ work, params, targets }: Call<ConfirmParams>): Promise<Outcome> {
  return confirm(work, targets[0] as StoredIntent, params);
}

/** Asks before anything else whether the intent can be confirmed; the machine only decides where that leads. */
export async function confirm(work: Work, intent: StoredIntent, sent: ConfirmParams): Promise<StoredIntent | Refusal> {
  if (target(machine, intent, 'confirm') === undefined) throw unexpectedState('confirm', intent);
  const params = sent.confirmation_token === undefined ? sent : await withToken(work, sent, intent);
  checkAmount(intent, params);
  if (sent.client_secret !== undefined) checkBrowser(intent, params);
  const patch = await patchOf(work, intent, params);
  const changed = patch === undefined ? intent : { ...intent, ...patch };
  const offSession = params.off_session !== undefined && params.off_session !== false;
  if (offSession && changed.setup_future_usage !== null) throw futureUsageOffSession();
  if (params.return_url === undefined && !offSession && mayRedirect(changed)) throw missingReturnUrl();
  const method = await chosenMethod(work, changed, params);
  if (method === undefined) throw missingPaymentMethod(intent.customer);
  if (changed.customer !== null && method.customer === null && futureUsage(changed, method.type) !== null)
    await work.find('customer', changed.customer, 'customer');
  const acceptance = acceptanceOf(work, method.type, params);
  const mandate = params.mandate === undefined ? undefined : await mandateFor(work, params.mandate, method);
  const declined = mandate && declinedBy(mandate);
  if (declined !== undefined)
    return failPayment(work, changed, method, declined, { action: 'confirm', patch: patch ?? {} });
  return pay(work, changed, method, {
    action: 'confirm',
    patch: patch ?? {},
    offSession,
    errorOnAction: params.error_on_requires_action ?? false,
    returnUrl: params.return_url,
    authenticated: intent.authenticated && method.id === intent.payment_method,
    mandate: mandate?.id,
    acceptance,
    inApp: params.use_stripe_sdk ?? false,
  } satisfies Attempt);
}

function checkBrowser(
  intent: StoredIntent,
  { setup_future_usage: asked }: Pick<ConfirmParams, 'setup_future_usage'>,
): void {
  if (intent.confirmation_method === 'manual') throw confirmedByServers(intent);
  const { setup_future_usage: set } = intent;
  if (!asked || set === null || set === asked || asked === 'off_session') return;
  throw usageOfServer();
}

/** Undefined where the request says nothing of it. Stripe.js shows a mandate itself, and Stripe sees who agrees. */
function acceptanceOf(work: Work, type: string, params: ConfirmParams): Acceptance | undefined {
  const { mandate_data, client_secret } = params;
  if (!mandate_data && client_secret === undefined) return undefined;
  const sent: SentMandateData | undefined = mandate_data || undefined;
  const fromBrowser = client_secret !== undefined || sent?.customer_acceptance?.online?.infer_from_client === true;
  const acceptance = readAcceptance(work, sent, { fromBrowser });
  if (acceptance !== undefined || methodType(type)?.mandate?.needed !== true) return acceptance;
  return acceptedOnline(work.now);
}

/** Undefined where the confirmation changes no field, as most do. */
async function patchOf(
  work: Work,
  intent: StoredIntent,
  params: ConfirmParams,
): Promise<Partial<StoredIntent> | undefined> {
  const plain = plainFields(params, intent);
  const choosesMethods =
    params.allowed_payment_method_types !== undefined ||
    params.excluded_payment_method_types !== undefined ||
    params.payment_method_options !== undefined;
  if (!choosesMethods) return Object.keys(plain).length === 0 ? undefined : plain;
  return { ...plain, ...methodFields(params, intent, work.account, await offeredTypes(work, params, intent)) };
}

function checkAmount(intent: StoredIntent, { amount_to_confirm: amount }: ConfirmParams): void {
  if (amount === undefined || amount === intent.amount) return;
  throw errors.invalid(
    `The amount_to_confirm (${amount}) does not match the amount of the PaymentIntent (${intent.amount}).`,
    'amount_to_confirm',
  );
}

async function chosenMethod(
  work: Work,
  intent: StoredIntent,
  sent: SentMethod,
): Promise<StoredPaymentMethod | undefined> {
  const fromRequest = await sentMethod(work, sent, intent);
  if (fromRequest !== undefined) return fromRequest;
  const method =
    intent.payment_method === null
      ? await defaultMethod(work, intent)
      : await work.get<StoredPaymentMethod>('payment_method', intent.payment_method);
  if (method !== undefined) checkMethod(method, intent);
  return method;
}
