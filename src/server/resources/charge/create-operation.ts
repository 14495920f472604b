/** The Charges API as it was before PaymentIntents: https://docs.stripe.com/api/charges/create */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import { type Call, type Outcome, Refusal, type Work } from '../../kernel/work.ts';
import { type ChargeSource, chargeSource } from '../card/charge-source.ts';
import { chargeSplit, type SentSplit, splitFields } from '../payment-intent/split.ts';
import { outcomeOf } from '../payment-method/outcome.ts';
import { recordUse } from '../payment-method/use.ts';
import { debitAccount } from './account-debit.ts';
import { complain } from './aftermath.ts';
import { checkLimits } from './amount.ts';
import { chargeNow, declineCharge, type Inherited, type Payment } from './create.ts';
import { readCurrency } from './currencies.ts';
import { chargeOther } from './other-charge.ts';
import { shippingOf } from './shipping.ts';
import { collectDirectFee } from './split.ts';
import type { StoredCharge } from './stored.ts';

type CreateParams = Stripe.ChargeCreateParams;

function checkParams(params: CreateParams): { amount: number; currency: string } {
  if (params.amount === undefined) throw errors.parameterMissing('amount');
  if (params.currency === undefined) throw errors.parameterMissing('currency');
  const currency = readCurrency(params.currency);
  const { amount } = params;
  if (amount < 1) throw errors.invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  checkLimits(amount, currency);
  if (params.source === undefined && params.customer === undefined)
    throw errors.invalid('Must provide source or customer.', undefined, 'parameter_missing');
  return { amount, currency };
}

async function customerOf(work: Work, { customer: id, source }: CreateParams): Promise<Stripe.Customer | undefined> {
  if (id === undefined) return undefined;
  const customer = await work.find<Stripe.Customer>('customer', id, 'customer');
  if (source !== undefined || customer.default_source !== null) return customer;
  const [method] = await work.list('payment_method', { where: { customer: id }, limit: 1 });
  throw errors.card({
    code: 'missing',
    message:
      method === undefined
        ? "This Customer doesn't have any saved payment details. Attach a legacy Token, Card, Bank Account, or Source to this Customer and then try this request again, or use Payment Intents and Payment Methods instead."
        : "This Customer doesn't have any legacy saved payment details, but does have a Payment Method attached. Use a Payment Intent instead of creating a Charge: https://stripe.com/docs/payments/payment-intents/migration",
    param: 'card',
  });
}

function inherited(params: CreateParams): Inherited {
  return {
    description: params.description || null,
    metadata: mergeMetadata({}, params.metadata),
    on_behalf_of: params.on_behalf_of ?? null,
    ...(params.radar_options && { radar_options: params.radar_options }),
    receipt_email: params.receipt_email ?? null,
    shipping: params.shipping === undefined ? null : shippingOf(params.shipping),
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    transfer_group: params.transfer_group ?? null,
  };
}

/** Nobody can authenticate here: a card that insists on it is declined. */
const authenticationRequired = {
  code: 'card_declined',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
  charges: true,
} as const;

const insisting: ReadonlySet<string> = new Set(['required', 'required_unless_set_up', 'always']);

export async function createCharge({ work, params }: Call<CreateParams>): Promise<Outcome> {
  const { amount, currency } = checkParams(params);
  if (params.source?.startsWith('acct_')) return debitAccount(work, params.source, amount, currency, params);
  const divided = await splitFields(work, sentSplit(params), {}, amount);
  const customer = await customerOf(work, params);
  const used = await chargeSource(work, { source: params.source, customer });
  const { source, paymentMethod } = used;
  const common = {
    amount,
    currency,
    inherited: {
      ...inherited(params),
      ...chargeSplit(divided),
      customer: customer?.id ?? null,
      payment_method: source.id,
      source,
    },
    capture: params.capture === false ? 'hold' : 'now',
  } as const;
  return paymentMethod.card === undefined ? chargeAccount(work, common, used) : chargeCard(work, common, used);
}

type Common = Omit<Parameters<typeof chargeOther>[1], 'billingDetails'>;

async function chargeAccount(work: Work, common: Common, used: ChargeSource): Promise<Outcome> {
  const { paymentMethod, shownAs } = used;
  const billingDetails = paymentMethod.billing_details;
  const outcome = await chargeOther(work, { ...common, billingDetails }, paymentMethod, shownAs);
  await spendSource(work, used);
  return outcome;
}

async function chargeCard(work: Work, common: Common, used: ChargeSource): Promise<Outcome> {
  const outcome = outcomeOf(used.paymentMethod);
  const { billing_details: billingDetails, card } = await recordUse(work, used.paymentMethod);
  if (card === undefined) throw new Error(`payment method ${used.paymentMethod.id} has no card`);
  const payment: Payment = { ...common, card, billingDetails, outcome };
  const decline = insisting.has(outcome.threeDSecure) ? authenticationRequired : outcome.decline;
  if (decline !== undefined) {
    const { charges, ...refusal } = decline;
    const failed = charges ? await declineCharge(work, payment, decline) : undefined;
    return new Refusal(errors.card({ ...refusal, charge: failed?.id }));
  }
  const charge: StoredCharge = await chargeNow(work, payment);
  await spendSource(work, used);
  if (!charge.captured) return charge;
  await collectDirectFee(work, charge);
  return complain(work, charge);
}

/** A Source that nobody keeps on file is good for one payment. */
async function spendSource(work: Work, { source }: ChargeSource): Promise<void> {
  if (source.object === 'source' && !source.customer) await work.act(source, 'consume');
}

/** `destination` and `application_fee` are older spellings. */
function sentSplit(params: CreateParams): SentSplit {
  const { application_fee, application_fee_amount = application_fee, destination, on_behalf_of } = params;
  const older =
    destination === undefined ? undefined : { destination: destination.account, amount: destination.amount };
  return { application_fee_amount, on_behalf_of, transfer_data: params.transfer_data ?? older };
}
