import type Stripe from 'stripe';
import { errors, type StripeError } from '../../kernel/errors.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { availableFunds } from '../balance/funds.ts';
import { type Settlement, settled } from '../balance-transaction/settlement.ts';
import { formatAmount, readCurrency } from '../charge/currencies.ts';
import { settlementOfCharge } from '../charge/merchant.ts';
import { moneyDay } from '../charge/settle.ts';
import type { StoredCharge } from '../charge/stored.ts';
import { checkDestination } from './destination.ts';
import { type Movement, moveFunds } from './move.ts';

type Params = Stripe.TransferCreateParams;

const insufficient = (): StripeError =>
  errors.invalid(
    'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance',
    undefined,
    'balance_insufficient',
  );

function checkAmount(amount: number): number {
  if (amount >= 1) return amount;
  throw errors.invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
}

/** What is left of a charge after the transfers that it has paid for. */
async function leftOf(work: Work, charge: StoredCharge, settlement: Settlement): Promise<number> {
  const transfers = await work.list<Stripe.Transfer>('transfer', { where: { source_transaction: charge.id } });
  return transfers.reduce((left, { amount }) => left - amount, settled(charge.amount_captured, settlement));
}

/** A transfer with a source takes the money of that charge, even while it is pending. */
async function fromCharge(work: Work, id: string, params: Params, currency: string): Promise<Partial<Movement>> {
  const charge = await work.find<StoredCharge>('charge', id, 'source_transaction');
  const { transfer_group: sent } = params;
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw errors.invalid(`Charge ${id} has no captured funds to transfer.`, 'source_transaction');
  }
  const settlement = await settlementOfCharge(work, charge);
  if (currency !== settlement.currency) {
    throw errors.invalid(
      `The currency of source_transaction's balance transaction (${settlement.currency}) must be the same as the transfer currency (${currency})`,
      'currency',
    );
  }
  const left = await leftOf(work, charge, settlement);
  const amount = checkAmount(params.amount ?? left);
  if (amount > left) throw exceeds(amount, left, currency, id);
  const transferGroup = sent ?? charge.transfer_group ?? `group_${charge.payment_intent ?? id}`;
  if (charge.transfer_group === null) await work.update(charge, { transfer_group: transferGroup });
  return { amount, transferGroup, sourceTransaction: id, availableOn: await moneyDay(work, charge) };
}

const exceeds = (amount: number, left: number, currency: string, id: string): StripeError =>
  errors.invalid(
    `The transfer amount (${formatAmount(amount, currency)}) is greater than what is left of the source transaction ${id} (${formatAmount(left, currency)}).`,
    'amount',
  );

export async function createTransfer({ work, params }: Call<Params>): Promise<Stripe.Transfer> {
  const currency = readCurrency(params.currency);
  const { amount, destination, source_transaction: source, transfer_group: transferGroup } = params;
  await checkDestination(work, destination, 'destination');
  const shared = {
    currency,
    destination,
    ...(params.description !== undefined && { description: params.description }),
    metadata: params.metadata,
    ...(params.source_type !== undefined && { sourceType: String(params.source_type) }),
    ...(transferGroup !== undefined && { transferGroup }),
  };
  if (source !== undefined) {
    const rest = await fromCharge(work, source, params, currency);
    const { transfer } = await moveFunds(work, { ...shared, amount: 0, availableOn: work.now, ...rest });
    return transfer;
  }
  if (amount === undefined) throw errors.parameterMissing('amount');
  checkAmount(amount);
  if ((await availableFunds(work, currency)) < amount) throw insufficient();
  const { transfer } = await moveFunds(work, { ...shared, amount, availableOn: work.now });
  return transfer;
}
