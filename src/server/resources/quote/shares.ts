/** How what a quote leads to is divided: by amounts where it bills once, by percentages where it recurs. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { sentParty } from '../account/self-or-account.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { changedShares, type SentShares, sharesToSend } from '../transfer/shares.ts';
import type { StoredQuote } from './stored.ts';

type QuoteShares = Pick<StoredQuote, keyof SentShares>;

/** What the request changes. Throws Stripe's refusals. */
export const sentShares = (work: Work, quote: QuoteShares, sent: SentShares): Promise<Partial<QuoteShares>> =>
  changedShares(work, quote, sent, { amount: null, amount_percent: null });

const onlyOnce = (param: string) =>
  errors.invalid(`You cannot set \`${param}\` on a quote that has line items with recurring prices.`, param);
const onlyRecurring = (param: string) =>
  errors.invalid(`You can only set \`${param}\` on a quote that has a line item with a recurring price.`, param);

/** A quote without lines may still become either. */
export function checkKind(
  { application_fee_amount: amount, application_fee_percent: percent, transfer_data: transfer }: StoredQuote,
  lines: readonly StoredItem[],
): void {
  if (lines.length === 0) return;
  const recurs = lines.some(isRecurring);
  if (recurs && amount !== null) throw onlyOnce('application_fee_amount');
  if (recurs && (transfer?.amount ?? null) !== null) throw onlyOnce('transfer_data[amount]');
  if (!recurs && percent !== null) throw onlyRecurring('application_fee_percent');
  if (!recurs && (transfer?.amount_percent ?? null) !== null) throw onlyRecurring('transfer_data[amount_percent]');
}

export const sentTax = ({ enabled, liability }: StoredQuote['automatic_tax']) => ({
  enabled,
  ...(liability !== null && { liability: sentParty(liability) }),
});

const transferSaying = (share: 'amount' | 'amount_percent', { transfer_data: transfer }: StoredQuote) =>
  transfer && { [share]: transfer[share], destination: transfer.destination };

/** For an invoice that bills once. */
export function sharesOnce(quote: StoredQuote) {
  const { application_fee_amount, on_behalf_of } = quote;
  return sharesToSend({ application_fee_amount, on_behalf_of, transfer_data: transferSaying('amount', quote) });
}

/** For a subscription. */
export function recurringShares(quote: StoredQuote) {
  const { application_fee_percent, on_behalf_of } = quote;
  return sharesToSend({
    application_fee_percent,
    on_behalf_of,
    transfer_data: transferSaying('amount_percent', quote),
  });
}
