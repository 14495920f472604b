import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/work.ts';
import { type FinancialAddress, financialAddresses, type TransferType, transferIn } from './addresses.ts';
import { cashBalanceOf, keptCashBalance } from './cash.ts';
import type { StoredCashBalance } from './stored.ts';

const customerOf = ({ targets }: Call<object>): Stripe.Customer => targets[0] as Stripe.Customer;

export async function retrieve(call: Call<object>): Promise<StoredCashBalance> {
  return cashBalanceOf(call.work, customerOf(call).id);
}

export async function update(call: Call<Stripe.CustomerUpdateCashBalanceParams>): Promise<StoredCashBalance> {
  const balance = await keptCashBalance(call.work, customerOf(call).id);
  const mode = call.params.settings?.reconciliation_mode;
  if (mode === undefined) return balance;
  return call.work.update<StoredCashBalance>(balance, {
    settings:
      mode === 'merchant_default'
        ? { reconciliation_mode: 'automatic', using_merchant_default: true }
        : { reconciliation_mode: mode as 'automatic' | 'manual', using_merchant_default: false },
  });
}

/** In the API's shape, which has no id. */
type Instructions = Stripe.FundingInstructions;

export async function createFundingInstructions(
  call: Call<Stripe.CustomerCreateFundingInstructionsParams>,
): Promise<Instructions> {
  const { bank_transfer: sent } = call.params;
  const currency = call.params.currency.toLowerCase();
  const known = transferIn(currency);
  if (sent.type !== known.type) {
    throw errors.invalid(
      `Bank transfers in ${currency} are of type ${known.type}, not ${sent.type}.`,
      'bank_transfer[type]',
    );
  }
  const transfer = { type: known.type as TransferType, country: sent.eu_bank_transfer?.country ?? known.country };
  const addresses: FinancialAddress[] = financialAddresses(customerOf(call).id, currency, transfer);
  await keptCashBalance(call.work, customerOf(call).id);
  return {
    object: 'funding_instructions',
    bank_transfer: {
      country: transfer.country,
      financial_addresses: addresses,
      type: transfer.type as 'eu_bank_transfer',
    },
    currency,
    funding_type: 'bank_transfer',
    livemode: false,
  };
}
