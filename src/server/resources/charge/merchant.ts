/** In whose name the customer pays: https://docs.stripe.com/connect/destination-charges#settlement-merchant */
import type Stripe from 'stripe';
import { type Awaitable, andThen } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import { platformDescriptor } from '../account/settings.ts';
import { type Settlement, settlementLike } from '../balance-transaction/settlement.ts';
import { idOf, type StoredCharge } from './stored.ts';

type OnBehalf = Pick<StoredCharge, 'on_behalf_of'>;

/** The account that the money settles like; it stays where the charge is. */
export function merchantOf(work: Work, { on_behalf_of }: OnBehalf): Work {
  const id = idOf(on_behalf_of);
  return id === null ? work : work.on(id);
}

/** How the money of a charge settles, or will. */
export const settlementOfCharge = (
  work: Work,
  charge: OnBehalf & Pick<StoredCharge, 'balance_transaction' | 'currency'>,
): Promise<Settlement> =>
  settlementLike(work, idOf(charge.balance_transaction), charge.currency, merchantOf(work, charge));

interface Wanted {
  readonly on_behalf_of?: StoredCharge['on_behalf_of'];
  readonly statement_descriptor?: string | null;
  readonly statement_descriptor_suffix?: string | null;
}

const longest = 22;

interface Names {
  readonly whole: string;
  /** What a suffix is put behind. */
  readonly prefix: string;
}

const platformNames: Names = { whole: platformDescriptor, prefix: platformDescriptor };

function namesOf(merchant: Work): Awaitable<Names> {
  if (merchant.account === merchant.platform) return platformNames;
  return andThen(merchant.get<Stripe.Account>('account', merchant.account), (account) => {
    const { card_payments, payments } = account?.settings ?? {};
    const whole = payments?.statement_descriptor || platformDescriptor;
    return { whole, prefix: card_payments?.statement_descriptor_prefix || whole };
  });
}

/** What the customer reads on the statement: https://docs.stripe.com/get-started/account/statement-descriptors */
export function descriptorOf(work: Work, wanted: Wanted): Awaitable<string> {
  const { on_behalf_of = null, statement_descriptor: whole, statement_descriptor_suffix: suffix } = wanted;
  if (whole) return whole;
  return andThen(namesOf(merchantOf(work, { on_behalf_of })), (names) =>
    suffix ? `${names.prefix}* ${suffix.toUpperCase()}`.slice(0, longest).trimEnd() : names.whole,
  );
}
