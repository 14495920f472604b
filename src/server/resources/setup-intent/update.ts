import type Stripe from 'stripe';
import type { Call, Outcome, Work } from '../../kernel/work.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { offeredTypes } from '../payment-method-configuration/offered.ts';
import { abandonAttempt } from '../setup-attempt/record.ts';
import { checkSaver } from './create.ts';
import { choosesMethods, methodFields, plainFields } from './fields.ts';
import { open } from './machine.ts';
import { checkMethod, sentMethod } from './payment-method.ts';
import { unexpectedState } from './refusals.ts';
import type { StoredSetupIntent } from './stored.ts';

type UpdateParams = Stripe.SetupIntentUpdateParams;

/** Everything but these stays as it is once the payment method is set up. */
const alwaysFree: ReadonlySet<string> = new Set(['description', 'expand', 'metadata']);

function checkStatus(intent: StoredSetupIntent, params: UpdateParams): void {
  if (open.includes(intent.status)) return;
  if (Object.keys(params).some((name) => !alwaysFree.has(name))) throw unexpectedState('update', intent);
}

async function patchOf(
  work: Work,
  intent: StoredSetupIntent,
  params: UpdateParams,
): Promise<Partial<StoredSetupIntent>> {
  const { customer } = params;
  if (customer !== undefined) await work.find('customer', customer, 'customer');
  checkSaver(params.attach_to_self ?? intent.attach_to_self, customer ?? intent.customer);
  return {
    ...plainFields(params, intent),
    ...(customer !== undefined && { customer }),
    ...(choosesMethods(params) && methodFields(params, intent, work.account, await offeredTypes(work, params, intent))),
  };
}

export async function updateIntent({ work, params, targets }: Call<UpdateParams>): Promise<Outcome> {
  const intent = targets[0] as StoredSetupIntent;
  checkStatus(intent, params);
  const patch = await patchOf(work, intent, params);
  const changed = { ...intent, ...patch };
  const method = await sentMethod(work, params, changed);
  if (method !== undefined) return provide(work, intent, method, patch);
  if (params.customer !== undefined) await checkKept(work, changed);
  return work.update(intent, patch);
}

/** The intent has a payment method now, and waits for its confirmation. */
async function provide(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  patch: Partial<StoredSetupIntent>,
): Promise<StoredSetupIntent> {
  await abandonAttempt(work, intent);
  return work.act<StoredSetupIntent>(intent, 'provide_payment_method', {
    ...patch,
    next_action: null,
    payment_method: method.id,
  });
}

/** The payment method of before must fit the customer of now. */
async function checkKept(work: Work, intent: StoredSetupIntent): Promise<void> {
  if (intent.payment_method === null) return;
  const method = await work.get<StoredPaymentMethod>('payment_method', intent.payment_method);
  if (method !== undefined && method.ended === undefined) checkMethod(method, intent);
}
