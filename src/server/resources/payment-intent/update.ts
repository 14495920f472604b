import type Stripe from 'stripe';
import type { Call, Outcome, Work } from '../../kernel/work.ts';
import { readCurrency } from '../charge/currencies.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { offeredTypes } from '../payment-method-configuration/offered.ts';
import { checkAmount } from './create.ts';
import { methodFields, plainFields } from './fields.ts';
import { open } from './machine.ts';
import { checkMethod, sentMethod } from './payment-method.ts';
import { notUpdatable } from './refusals.ts';
import { splitFields } from './split.ts';
import type { StoredIntent } from './stored.ts';

type UpdateParams = Stripe.PaymentIntentUpdateParams;

/** What decides over the payment stays as it is once the payment is made. */
const frozenOncePaid: readonly (keyof UpdateParams)[] = [
  'amount',
  'currency',
  'customer',
  'customer_account',
  'payment_method',
  'payment_method_data',
  'payment_method_options',
  'allowed_payment_method_types',
  'excluded_payment_method_types',
  'payment_method_configuration',
  'capture_method',
  'setup_future_usage',
  'application_fee_amount',
  'transfer_data',
];

/** Changes after which a customer who was to authenticate is asked anew. */
const restarts: readonly (keyof UpdateParams)[] = ['amount', 'currency', 'capture_method'];

const choosesMethods: readonly (keyof UpdateParams)[] = [
  ...restarts,
  'allowed_payment_method_types',
  'excluded_payment_method_types',
  'payment_method_configuration',
  'payment_method_options',
];

function checkStatus(intent: StoredIntent, params: UpdateParams): void {
  if (open.includes(intent.status)) return;
  const field = frozenOncePaid.find((name) => params[name] !== undefined);
  if (field !== undefined) throw notUpdatable(field, intent, open);
}

async function patchOf(work: Work, intent: StoredIntent, params: UpdateParams): Promise<Partial<StoredIntent>> {
  const amount = params.amount ?? intent.amount;
  const currency = params.currency === undefined ? intent.currency : readCurrency(params.currency);
  if (params.amount !== undefined || params.currency !== undefined) checkAmount(amount, currency);
  if (params.customer !== undefined) await work.find('customer', params.customer, 'customer');
  return {
    ...plainFields(params, intent),
    ...(await splitFields(work, params, intent, amount)),
    ...(params.customer !== undefined && { customer: params.customer }),
    ...(choosesMethods.some((name) => params[name] !== undefined) && {
      amount,
      currency,
      ...methodFields(params, { ...intent, amount, currency }, work.account, await offeredTypes(work, params, intent)),
    }),
  };
}

export async function updateIntent({ work, params, targets }: Call<UpdateParams>): Promise<Outcome> {
  const intent = targets[0] as StoredIntent;
  checkStatus(intent, params);
  const patch = await patchOf(work, intent, params);
  const changed = { ...intent, ...patch };
  const method = await sentMethod(work, params, changed);
  if (method !== undefined) {
    return work.act<StoredIntent>(intent, 'provide_payment_method', {
      ...patch,
      next_action: null,
      payment_method: method.id,
    });
  }
  if (params.customer !== undefined) await checkKept(work, changed);
  const restarted = intent.status === 'requires_action' && restarts.some((name) => params[name] !== undefined);
  if (restarted) return work.act<StoredIntent>(intent, 'provide_payment_method', { ...patch, next_action: null });
  return work.update(intent, patch);
}

/** The payment method of before must fit the customer of now. */
async function checkKept(work: Work, intent: StoredIntent): Promise<void> {
  if (intent.payment_method === null) return;
  const method = await work.get<StoredPaymentMethod>('payment_method', intent.payment_method);
  if (method !== undefined && method.ended === undefined) checkMethod(method, intent);
}
