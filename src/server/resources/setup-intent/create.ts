import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call, Outcome, Work } from '../../kernel/work.ts';
import { actingApplication } from '../charge/application.ts';
import { readCurrency } from '../charge/currencies.ts';
import { checkAlone } from '../confirmation-token/spend.ts';
import { offeredTypes } from '../payment-method-configuration/offered.ts';
import { confirm } from './confirm.ts';
import { methodFields, plainFields } from './fields.ts';
import { sentMethod } from './payment-method.ts';
import type { StoredSetupIntent } from './stored.ts';

type CreateParams = Stripe.SetupIntentCreateParams;

/** Parameters of the confirmation, which may come along with the creation. */
const confirmOnly = ['confirmation_token', 'mandate_data', 'return_url'] as const;

function checkUnconfirmed(params: CreateParams): void {
  if (params.confirm === true) return;
  const early = confirmOnly.find((param) => params[param] !== undefined && params[param] !== '');
  if (early === undefined) return;
  throw errors.invalid(
    `The parameter \`${early}\` cannot be passed when creating a SetupIntent unless \`confirm\` is set to true.`,
    early,
  );
}

/** An account saves for its own transfers, or for a customer. */
export function checkSaver(attachToSelf: boolean | undefined, customer: string | null | undefined): void {
  if (attachToSelf === true && customer) throw errors.exclusive(['attach_to_self', 'customer']);
}

function readSingleUse({ single_use: sent }: CreateParams): StoredSetupIntent['single_use'] {
  if (sent === undefined) return undefined;
  if (sent.amount < 1) throw errors.tooSmall('single_use[amount]', 1);
  return { amount: sent.amount, currency: readCurrency(sent.currency) };
}

async function insertIntent(work: Work, params: CreateParams): Promise<StoredSetupIntent> {
  const { customer = null } = params;
  checkSaver(params.attach_to_self, customer);
  if (customer !== null) await work.find('customer', customer, 'customer');
  const single_use = readSingleUse(params);
  const blank = work.blank<StoredSetupIntent>('setup_intent');
  const draft: StoredSetupIntent = {
    ...blank,
    application: actingApplication(work),
    customer_account: null,
    flow_directions: null,
    managed_payments: { enabled: false },
    usage: 'off_session',
    ...plainFields(params),
    ...methodFields(params, {}, work.account, await offeredTypes(work, params)),
    client_secret: `${blank.id}_secret_${work.token(25)}`,
    customer,
    status: 'requires_payment_method',
    ...(single_use && { single_use }),
  };
  const method = await sentMethod(work, params, draft);
  return work.insert(
    method === undefined ? draft : { ...draft, payment_method: method.id, status: 'requires_confirmation' },
  );
}

export async function createIntent({ work, params }: Call<CreateParams>): Promise<Outcome> {
  checkUnconfirmed(params);
  checkAlone(params);
  const intent = await insertIntent(work, params);
  if (params.confirm !== true) return intent;
  const { confirmation_token, mandate_data, return_url, use_stripe_sdk } = params;
  return confirm(work, intent, { confirmation_token, mandate_data, return_url, use_stripe_sdk });
}
