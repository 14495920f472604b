/** A customer's transfer arrives: https://docs.stripe.com/payments/customer-balance/reconciliation */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { amount as readAmount, readFacts } from '../../kernel/facts.ts';
import { type Facts, next } from '../../kernel/machine.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { fundIntent, lackOf } from '../payment-intent/funds.ts';
import { machine } from '../payment-intent/machine.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import { type TransferType, transferIn } from './addresses.ts';
import { cashOf, keptCashBalance, moveCash } from './cash.ts';
import type { StoredCashBalance } from './stored.ts';

type Params = Parameters<Stripe['testHelpers']['customers']['fundCashBalance']>[1];
type Funded = Stripe.CustomerCashBalanceTransaction.Funded;

/** What a bank tells of its transfer, by kind. */
const told: Readonly<Record<TransferType, object>> = {
  eu_bank_transfer: { eu_bank_transfer: { bic: 'TESTDEFF', iban_last4: '3000', sender_name: 'Test sender' } },
  gb_bank_transfer: {
    gb_bank_transfer: { account_number_last4: '2345', sender_name: 'Test sender', sort_code: '108800' },
  },
  jp_bank_transfer: {
    jp_bank_transfer: { sender_bank: 'Test Bank', sender_branch: 'Test Branch', sender_name: 'Test sender' },
  },
  mx_bank_transfer: {},
  us_bank_transfer: { us_bank_transfer: { network: 'ach', sender_name: 'Test sender' } },
};

/** What waits for money, in the order in which it gets it: named by the transfer, of just that sum, oldest first. */
async function waiting(
  work: Work,
  customer: string,
  currency: string,
  { amount, reference }: Params,
): Promise<StoredIntent[]> {
  const intents = await work.list<StoredIntent>('payment_intent', { where: { customer, status: 'requires_action' } });
  const rank = (intent: StoredIntent): number => {
    const own = intent.next_action?.display_bank_transfer_instructions?.reference;
    if (reference !== undefined && own === reference) return 0;
    return lackOf(intent) === amount ? 1 : 2;
  };
  return intents
    .filter((intent) => intent.awaits === 'funds' && intent.currency === currency)
    .reverse()
    .sort((a, b) => rank(a) - rank(b));
}

async function reconcile(work: Work, customer: string, currency: string, params: Params): Promise<void> {
  const { settings } = await keptCashBalance(work, customer);
  if (settings.reconciliation_mode === 'automatic') {
    for (const intent of await waiting(work, customer, currency, params)) {
      const part = Math.min(lackOf(intent), await cashOf(work, customer, currency));
      if (part > 0) await fundIntent(work, intent, part);
    }
  }
  const balance = await keptCashBalance(work, customer);
  if ((balance.available?.[currency] ?? 0) > 0)
    await work.update<StoredCashBalance>(balance, { announced: balance.announced + 1 });
}

/** `amount` in the smallest unit of `currency`. */
async function receive(work: Work, customer: string, params: Params): Promise<Stripe.CustomerCashBalanceTransaction> {
  const currency = params.currency.toLowerCase();
  if (params.amount < 1) throw errors.tooSmall('amount', 1);
  const { type } = transferIn(currency);
  const bank_transfer = { reference: params.reference ?? null, ...told[type], type } as Funded['bank_transfer'];
  const transaction = await moveCash(work, customer, params.amount, currency, {
    type: 'funded',
    funded: { bank_transfer },
  });
  await reconcile(work, customer, currency, params);
  return transaction;
}

export async function fundCashBalance({
  work,
  params,
  targets,
}: Call<Params>): Promise<Stripe.CustomerCashBalanceTransaction> {
  const [customer] = targets;
  return receive(work, customer?.id ?? '', params);
}

/** Outside action of a PaymentIntent: its customer makes the transfer. Fact `amount`, all that it lacks when left out. */
export async function transferFor(work: Work, intent: StoredIntent, facts: Facts): Promise<StoredIntent> {
  const { amount = lackOf(intent) } = readFacts(facts, { amount: readAmount });
  next(machine, intent, 'fund');
  const reference = intent.next_action?.display_bank_transfer_instructions?.reference;
  await receive(work, intent.customer ?? '', { amount, currency: intent.currency, ...(reference && { reference }) });
  return work.find<StoredIntent>('payment_intent', intent.id, 'intent');
}
