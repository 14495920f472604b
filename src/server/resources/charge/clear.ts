/** What the bank answers to a debit, days later in real life. */
import { oneOf, readFacts } from '../../kernel/facts.ts';
import { type Facts, next } from '../../kernel/machine.ts';
import type { Work } from '../../kernel/work.ts';
import { endMandates } from '../mandate/end.ts';
import type { Debit } from '../payment-method/account-outcome.ts';
import { bankDecline, bankFailures } from '../payment-method/bank-failures.ts';
import { uneventful } from '../payment-method/card-outcome.ts';
import { complain } from './aftermath.ts';
import { draft, type Payment } from './create.ts';
import { machine } from './machine.ts';
import { approved, declinedOutcome } from './outcome.ts';
import { bookCharge } from './settle.ts';
import { collectDirectFee, namesOfSplit, split } from './split.ts';
import type { Clearing, StoredCharge } from './stored.ts';

/** Banks of the test mode answer after this many seconds. */
const clearingDelay = 3;

/** What the bank of a test account will answer, and when. */
export function clearingOf(work: Work, asked: Exclude<Debit, { answer: 'refused' }>): Clearing {
  const { delay = 0 } = asked.answer === 'never' ? {} : asked;
  const at = work.now + (delay || clearingDelay);
  const common = { answer: asked.answer, at, soon: delay === 0 };
  if (asked.answer !== 'fails') return common;
  return { ...common, code: asked.code, endsMandate: asked.endsMandate === true };
}

/** Asks the bank, which takes its time. */
export async function debit(work: Work, payment: Payment, clearing: Clearing | null): Promise<StoredCharge> {
  return work.insert<StoredCharge>({
    ...(await draft(work, payment, true)),
    amount_captured: payment.amount,
    captured: true,
    clearing,
    status: 'pending',
  });
}

const unassessed = { ...uneventful, radar: 'not_assessed' } as const;

/** Outside action: the money is there. */
export async function clear(work: Work, charge: StoredCharge): Promise<StoredCharge> {
  next(machine, charge, 'clear');
  const names = namesOfSplit(work, charge);
  const { id } = await bookCharge(work, { ...charge, ...names }, charge.amount);
  const cleared = await work.act<StoredCharge>(charge, 'clear', {
    ...names,
    balance_transaction: id,
    clearing: null,
    outcome: approved(work, unassessed),
    paid: true,
    receipt_url: `${work.baseUrl}/receipts/payment/${work.token(60)}`,
  });
  await split(work, cleared);
  await collectDirectFee(work, cleared);
  return complain(work, cleared);
}

/** Outside action: the bank does not pay. Fact `code`, the one of the test account when left out. */
export async function bounce(work: Work, charge: StoredCharge, facts: Facts): Promise<StoredCharge> {
  const { code = charge.clearing?.code ?? 'payment_intent_payment_attempt_failed' } = readFacts(facts, {
    code: oneOf(bankFailures),
  });
  next(machine, charge, 'bounce');
  const decline = bankDecline(code);
  const method = charge.payment_method;
  if (charge.clearing?.endsMandate && method !== null) await endMandates(work, method);
  return work.act<StoredCharge>(charge, 'bounce', {
    amount_captured: 0,
    captured: false,
    clearing: null,
    failure_code: decline.code,
    failure_message: decline.message,
    outcome: declinedOutcome(work, unassessed, decline),
  });
}
