import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Outcome, Work } from '../../kernel/work.ts';
import { checkLimits } from '../charge/amount.ts';
import { actingApplication } from '../charge/application.ts';
import { readCurrency } from '../charge/currencies.ts';
import { checkAlone } from '../confirmation-token/spend.ts';
import { offeredTypes } from '../payment-method-configuration/offered.ts';
import { confirm } from './confirm.ts';
import { methodFields, plainFields } from './fields.ts';
import { sentMethod } from './payment-method.ts';
import { splitFields } from './split.ts';
import type { StoredIntent } from './stored.ts';

type CreateParams = Stripe.PaymentIntentCreateParams;

/** Parameters of the confirmation, which may come along with the creation. */
const confirmOnly = [
  'confirmation_token',
  'error_on_requires_action',
  'mandate',
  'mandate_data',
  'off_session',
  'return_url',
] as const;

export function checkAmount(amount: number, currency: string): void {
  if (amount === 0) {
    throw errors.invalid(
      'The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents',
      'amount',
      'parameter_invalid_integer',
    );
  }
  if (amount < 1) throw errors.tooSmall('amount', 1);
  checkLimits(amount, currency);
}

function checkUnconfirmed(params: CreateParams): void {
  if (params.confirm === true) return;
  const early = confirmOnly.find((param) => params[param] !== undefined && params[param] !== false);
  if (early === undefined) return;
  throw errors.invalid(
    `The parameter \`${early}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
    early,
  );
}

async function insertIntent(work: Work, params: CreateParams, currency: string): Promise<StoredIntent> {
  const { amount, customer = null } = params;
  if (customer !== null) await work.find('customer', customer, 'customer');
  const blank = work.blank<StoredIntent>('payment_intent');
  const divided = await splitFields(work, params, {}, amount);
  const methods = methodFields(params, { amount, currency }, work.account, await offeredTypes(work, params));
  const draft: StoredIntent = {
    ...blank,
    ...plainFields(params),
    ...divided,
    ...methods,
    amount,
    application: actingApplication(work),
    client_secret: `${blank.id}_secret_${work.token(25)}`,
    currency,
    customer,
    latest_charge: null,
    payment_method: null,
    status: 'requires_payment_method',
  };
  const method = await sentMethod(work, params, draft);
  return work.insert(
    method === undefined ? draft : { ...draft, payment_method: method.id, status: 'requires_confirmation' },
  );
}

export async function createIntent({ work, params }: Call<CreateParams>): Promise<Outcome> {
  const currency = readCurrency(params.currency);
  checkAmount(params.amount, currency);
  checkUnconfirmed(params);
  checkAlone(params);
  const intent = await insertIntent(work, params, currency);
  if (params.confirm !== true) return intent;
  const { confirmation_token, error_on_requires_action, mandate, mandate_data } = params;
  const { off_session, return_url, use_stripe_sdk } = params;
  return confirm(work, intent, {
    confirmation_token,
    error_on_requires_action,
    mandate,
    mandate_data,
    off_session,
    return_url,
    use_stripe_sdk,
  });
}
