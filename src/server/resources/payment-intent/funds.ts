/** Paying out of a customer's cash balance, which bank transfers fill: https://docs.stripe.com/payments/bank-transfers */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { target } from '../../kernel/machine.ts';
import { type Call, type Outcome, Refusal, type Work } from '../../kernel/work.ts';
import { financialAddresses, transferIn } from '../cash-balance/addresses.ts';
import { cashBalanceOf, cashOf, moveCash } from '../cash-balance/cash.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { collect } from './collect.ts';
import { machine, type Result } from './machine.ts';
import type { Attempt } from './payment.ts';
import { unexpectedState } from './refusals.ts';
import type { StoredIntent } from './stored.ts';

type Instructions = NonNullable<Stripe.PaymentIntent['next_action']>;

/** What the intent still wants, in the smallest unit. */
export const lackOf = ({ amount, funded = 0 }: StoredIntent): number => amount - funded;

const customerOf = ({ customer }: StoredIntent): string => customer ?? '';

function instructions(work: Work, intent: StoredIntent, reference: string): Instructions {
  const { currency, id, client_secret } = intent;
  const transfer = transferIn(currency);
  const country = intent.payment_method_options?.customer_balance?.bank_transfer?.eu_bank_transfer?.country;
  const addresses = financialAddresses(customerOf(intent), currency, { ...transfer, ...(country && { country }) });
  return {
    display_bank_transfer_instructions: {
      amount_remaining: lackOf(intent),
      currency,
      financial_addresses:
        addresses as Stripe.PaymentIntent.NextAction.DisplayBankTransferInstructions.FinancialAddress[],
      hosted_instructions_url: `${work.baseUrl}/_emulator/bank-transfer/${id}?client_secret=${String(client_secret)}`,
      reference,
      type: transfer.type,
    },
    type: 'display_bank_transfer_instructions',
  };
}

const referenceOf = (work: Work, { next_action }: StoredIntent): string =>
  next_action?.display_bank_transfer_instructions?.reference ?? work.token(12).toUpperCase();

function take(work: Work, intent: StoredIntent, amount: number): Promise<unknown> {
  return moveCash(work, customerOf(intent), -amount, intent.currency, {
    type: 'applied_to_payment',
    applied_to_payment: { payment_intent: intent.id },
  });
}

/** With what is there: all of it pays at once, a part waits for the rest. */
export async function payByTransfer(
  work: Work,
  intent: StoredIntent,
  method: StoredPaymentMethod,
  attempt: Attempt,
): Promise<StoredIntent | Refusal> {
  const { settings } = await cashBalanceOf(work, customerOf(intent));
  const cash =
    settings.reconciliation_mode === 'automatic' ? await cashOf(work, customerOf(intent), intent.currency) : 0;
  const funded = Math.min(cash, intent.amount);
  if (funded > 0) await take(work, intent, funded);
  if (funded === intent.amount) return collect(work, intent, method, withFunds(attempt, funded));
  return work.act<StoredIntent>(
    intent,
    attempt.action,
    {
      ...attempt.patch,
      awaits: 'funds',
      funded,
      last_payment_error: null,
      next_action: instructions(work, { ...intent, funded }, referenceOf(work, intent)),
      payment_method: method.id,
    },
    { result: 'challenged' satisfies Result },
  );
}

const withFunds = (attempt: Attempt, funded: number): Attempt => ({ ...attempt, patch: { ...attempt.patch, funded } });

/** `amount` out of the customer's cash, no more than the intent lacks and the customer has. */
export async function fundIntent(work: Work, intent: StoredIntent, amount: number): Promise<StoredIntent> {
  await take(work, intent, amount);
  const funded = (intent.funded ?? 0) + amount;
  if (funded < intent.amount) {
    const next_action = instructions(work, { ...intent, funded }, referenceOf(work, intent));
    return work.act<StoredIntent>(intent, 'fund', { funded, next_action });
  }
  const method = await work.find<StoredPaymentMethod>('payment_method', intent.payment_method ?? '', 'payment_method');
  const paid = await collect(work, intent, method, { action: 'fund', patch: { funded } });
  if (paid instanceof Refusal) throw new Error(`cash cannot be declined: ${paid.error.message}`);
  return paid;
}

/** Nobody will pay any more: the customer has the money again. */
export async function giveBack(work: Work, intent: StoredIntent): Promise<void> {
  if (!intent.funded || intent.customer === null) return;
  await moveCash(work, intent.customer, intent.funded, intent.currency, {
    type: 'unapplied_from_payment',
    unapplied_from_payment: { payment_intent: intent.id },
  });
}

export async function applyCustomerBalance({
  work,
  params,
  targets,
}: Call<Stripe.PaymentIntentApplyCustomerBalanceParams>): Promise<Outcome> {
  const intent = targets[0] as StoredIntent;
  if (target(machine, intent, 'fund') === undefined) throw unexpectedState('apply_customer_balance', intent);
  const { amount: wanted = lackOf(intent), currency = intent.currency } = params;
  if (currency.toLowerCase() !== intent.currency) {
    throw errors.invalid(`The currency must be that of the PaymentIntent (${intent.currency}).`, 'currency');
  }
  if (wanted < 1) throw errors.tooSmall('amount', 1);
  const cash = await cashOf(work, customerOf(intent), intent.currency);
  const amount = params.amount === undefined ? Math.min(wanted, cash) : wanted;
  if (amount > lackOf(intent)) {
    throw errors.invalid(
      `The amount is greater than what the PaymentIntent still lacks (${lackOf(intent)}).`,
      'amount',
    );
  }
  if (amount > cash || amount === 0) {
    throw errors.invalid(
      `The customer's cash balance (${cash} ${intent.currency}) is not sufficient.`,
      'amount',
      'insufficient_funds',
    );
  }
  return fundIntent(work, intent, amount);
}
