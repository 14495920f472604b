import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { availableFunds, fundsBy } from '../balance/funds.ts';
import { readCurrency } from '../charge/currencies.ts';
import { cancel, reverse } from './call-back.ts';
import { chosenDestination, type External } from './destination.ts';
import { takesInstant } from './fate.ts';
import { makePayout } from './make.ts';
import { maySend } from './permission.ts';
import type { StoredPayout } from './stored.ts';

type Params = Stripe.PayoutCreateParams;

/** In the smallest unit of the currency. */
const mostInstant = 999_900;
/** Later than any money is pending. */
const everything = Number.MAX_SAFE_INTEGER;

const insufficient = (): StripeError =>
  errors.invalid(
    'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.  You can use the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).',
    undefined,
    'balance_insufficient',
  );

function checkInstant(external: External, amount: number): void {
  if (!takesInstant(external)) {
    throw errors.invalid(
      `The external account ${external.id} does not support instant payouts.`,
      'method',
      'instant_payouts_unsupported',
    );
  }
  if (amount > mostInstant && external.object === 'bank_account') {
    throw errors.invalid('Instant Payouts to bank accounts are only supported for amounts less than or equal to $9999');
  }
}

export async function createPayout({ work, params }: Call<Params>): Promise<StoredPayout> {
  const { amount, description, destination, metadata, method, source_type, statement_descriptor } = params;
  const currency = readCurrency(params.currency);
  if (amount < 1) throw errors.invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (!(await maySend(work))) {
    throw errors.invalid('Payouts are disabled for this account.', undefined, 'payouts_not_allowed');
  }
  const { external } = await chosenDestination(work, currency, destination);
  if (params.payout_method !== undefined) {
    throw errors.invalid('This emulator pays out to bank accounts and cards: send `destination`.', 'payout_method');
  }
  const isInstant = method === 'instant';
  if (isInstant) checkInstant(external, amount);
  const funds = isInstant ? await fundsBy(work, currency, everything) : await availableFunds(work, currency);
  if (funds < amount) throw insufficient();
  return makePayout(work, {
    amount,
    currency,
    external,
    automatic: false,
    method: isInstant ? 'instant' : 'standard',
    description: description ?? null,
    metadata,
    ...(source_type !== undefined && { sourceType: String(source_type) }),
    statementDescriptor: statement_descriptor ?? null,
  });
}

export const cancelPayout = ({ work, targets }: Call): Promise<StoredObject> =>
  cancel(work, targets[0] as StoredPayout);

export const reversePayout = ({ work, params, targets }: Call<Stripe.PayoutReverseParams>): Promise<StoredObject> =>
  reverse(work, targets[0] as StoredPayout, params.metadata);
