/** How what a quote leads to is divided: by amounts where it bills once, by percentages where it recurs. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { sentParty } from '../account/self-or-account.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import { checkShares } from '../transfer/shares.ts';
import type { StoredQuote } from './stored.ts';

type Sent = Pick<
  Stripe.QuoteCreateParams,
  'application_fee_amount' | 'application_fee_percent' | 'on_behalf_of' | 'transfer_data'
>;
type QuoteShares = Pick<StoredQuote, keyof Sent>;

/** What the request changes; '' unsets. Throws Stripe's refusals. */
export async function sentShares(work: Work, quote: StoredQuote, sent: Sent): Promise<Partial<QuoteShares>> {
  const { application_fee_amount: amount, application_fee_percent: percent } = sent;
  const { on_behalf_of: owner, transfer_data: transfer } = sent;
  if ([amount, percent, owner, transfer].every((each) => each === undefined)) return {};
  const patch: Partial<QuoteShares> = {
    ...(amount !== undefined && { application_fee_amount: amount === '' ? null : amount }),
    ...(percent !== undefined && { application_fee_percent: percent === '' ? null : percent }),
    ...(owner !== undefined && { on_behalf_of: owner || null }),
    ...(transfer !== undefined && {
      transfer_data: transfer ? { amount: null, amount_percent: null, ...transfer } : null,
    }),
  };
  await checkShares(work, { ...quote, ...patch });
  return patch;
}

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

export const recurringTransfer = ({ transfer_data: transfer }: StoredQuote) =>
  transfer === null
    ? {}
    : {
        transfer_data: {
          destination: transfer.destination,
          ...(transfer.amount_percent !== null && { amount_percent: transfer.amount_percent }),
        },
      };
