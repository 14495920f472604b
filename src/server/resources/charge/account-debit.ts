/** Money taken from a connected account's balance instead of a card: https://docs.stripe.com/connect/account-debits */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { availableFunds } from '../balance/funds.ts';
import { checkDebitable, connectedAccount } from '../transfer/destination.ts';
import { moveFunds } from '../transfer/move.ts';
import type { StoredCharge } from './stored.ts';

/** Answers the payment that the platform receives. `amount` in the smallest unit of `currency`. */
export async function debitAccount(
  work: Work,
  account: string,
  amount: number,
  currency: string,
  params: Stripe.ChargeCreateParams,
): Promise<StoredCharge> {
  if (work.account !== work.platform) {
    throw errors.invalid('Only a platform can debit its connected accounts.', 'source');
  }
  checkDebitable(await connectedAccount(work, account, 'source', 'account'), 'source');
  const payer = work.on(account);
  if ((await availableFunds(payer, currency)) < amount) {
    throw errors.invalid(
      `The account ${account} has insufficient available funds to be debited.`,
      'source',
      'balance_insufficient',
    );
  }
  const { payment } = await moveFunds(payer, {
    amount,
    currency,
    destination: work.account,
    description: params.description ?? null,
    transferGroup: params.transfer_group ?? null,
    availableOn: work.now,
    paymentMetadata: mergeMetadata({}, params.metadata),
  });
  return payment;
}
