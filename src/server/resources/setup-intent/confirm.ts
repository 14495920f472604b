import type Stripe from 'stripe';
import { target } from '../../kernel/machine.ts';
import type { Call, Outcome, Refusal, Work } from '../../kernel/work.ts';
import { withToken } from '../confirmation-token/spend.ts';
import { acceptedOnline, readAcceptance, type SentMandateData } from '../mandate/acceptance.ts';
import { mayRedirect } from '../payment-intent/method-types.ts';
import { missingReturnUrl } from '../payment-intent/refusals.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { offeredTypes } from '../payment-method-configuration/offered.ts';
import { choosesMethods, methodFields } from './fields.ts';
import { machine } from './machine.ts';
import { needsMandate } from './mandates.ts';
import { checkType } from './not-emulated.ts';
import { checkMethod, type SentMethod, sentMethod } from './payment-method.ts';
import { missingMandate, missingPaymentMethod, unexpectedState } from './refusals.ts';
import { setUp } from './set-up.ts';
import type { StoredSetupIntent } from './stored.ts';

/** Browsers send the client secret along. */
type ConfirmParams = Stripe.SetupIntentConfirmParams & { readonly client_secret?: string };

export async function confirmIntent({ work, params, targets }: Call<ConfirmParams>): Promise<Outcome> {
  return confirm(work, targets[0] as StoredSetupIntent, params);
}

export async function confirm(
  work: Work,
  intent: StoredSetupIntent,
  sent: ConfirmParams,
): Promise<StoredSetupIntent | Refusal> {
  const confirmable = target(machine, intent, 'confirm') !== undefined;
  const params = sent.confirmation_token === undefined || !confirmable ? sent : await withToken(work, sent, intent);
  const patch = choosesMethods(params)
    ? methodFields(params, intent, work.account, await offeredTypes(work, params, intent))
    : {};
  const changed: StoredSetupIntent = { ...intent, ...patch };
  const { return_url: returnUrl, use_stripe_sdk: inApp = false } = params;
  if (confirmable && returnUrl === undefined && !inApp && mayRedirect(changed)) throw missingReturnUrl('SetupIntent');
  if (!hasMethod(intent, params)) throw missingPaymentMethod(intent.customer);
  if (!confirmable) throw unexpectedState('confirm', intent);
  const method = await chosenMethod(work, changed, params);
  if (method === undefined) throw missingPaymentMethod(intent.customer);
  if (intent.customer !== null && method.customer === null) await work.find('customer', intent.customer, 'customer');
  checkType(method.type);
  return setUp(work, changed, method, {
    patch: { ...patch, acceptance: acceptanceOf(work, method.type, params) },
    returnUrl,
    inApp,
  });
}

/** Stripe asks for it before it looks at the status, and does not fall back to the customer's default. */
function hasMethod(intent: StoredSetupIntent, sent: SentMethod): boolean {
  return intent.payment_method !== null || sent.payment_method !== undefined || sent.payment_method_data !== undefined;
}

async function chosenMethod(
  work: Work,
  intent: StoredSetupIntent,
  sent: SentMethod,
): Promise<StoredPaymentMethod | undefined> {
  const fromRequest = await sentMethod(work, sent, intent);
  if (fromRequest !== undefined || intent.payment_method === null) return fromRequest;
  const method = await work.get<StoredPaymentMethod>('payment_method', intent.payment_method);
  if (method !== undefined) checkMethod(method, intent);
  return method;
}

function acceptanceOf(work: Work, type: string, params: ConfirmParams): StoredSetupIntent['acceptance'] {
  const { mandate_data, client_secret } = params;
  const sent: SentMandateData | undefined = mandate_data || undefined;
  const fromBrowser = client_secret !== undefined || sent?.customer_acceptance?.online?.infer_from_client === true;
  const acceptance = readAcceptance(work, sent, { fromBrowser });
  if (acceptance !== undefined || !needsMandate(type)) return acceptance;
  // Stripe.js shows the mandate itself, and Stripe sees who agrees.
  if (fromBrowser) return acceptedOnline(work.now);
  throw missingMandate(type);
}
