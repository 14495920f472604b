/** What the bank and the clock do to a dispute, and what the merchant does in the Dashboard. */
import { errors } from '../../kernel/errors.ts';
import { amount, oneOf, readFacts } from '../../kernel/facts.ts';
import { target } from '../../kernel/machine.ts';
import type { OutsideAction } from '../../kernel/resource.ts';
import type { Work } from '../../kernel/work.ts';
import { accept } from './accept.ts';
import { answer, answered } from './answer.ts';
import { chargeOf } from './charge-mark.ts';
import { dueBy } from './deadline.ts';
import { answerByItself, machine } from './machine.ts';
import { reinstate, withdraw } from './money.ts';
import { cases } from './openings.ts';
import { codeFor } from './reason-codes.ts';
import { failRecentRefunds } from './recent-refunds.ts';
import { type CaseType, cardOf, type StoredDispute } from './stored.ts';

type Patch = Partial<StoredDispute>;
type OfDispute = OutsideAction<StoredDispute>;

/** Whether the machine takes the action; asked before any money moves. */
function check(dispute: StoredDispute, action: string): string {
  const to = target(machine, dispute, action);
  if (to === undefined) throw machine.refuse?.(action, dispute) ?? errors.invalid(`This dispute cannot ${action}.`);
  return to;
}

/** The money is back before the dispute reads won: two changes, with their own events. */
const win: OfDispute = async (work, dispute) => {
  if (check(dispute, 'win') !== 'won') return work.act(dispute, 'win');
  const back = await reinstate(work, dispute);
  const paid = back ? await work.update(dispute, { balance_transactions: withdrawnAnd(dispute, back) }) : dispute;
  return work.act(paid, 'win', { is_charge_refundable: true });
};

const withdrawnAnd = (
  dispute: StoredDispute,
  back: StoredDispute['balance_transactions'][number],
): StoredDispute['balance_transactions'] => [...dispute.balance_transactions.slice(0, 1), back];

/** Fact `amount_returned` (settlement currency, smallest unit): the bank keeps only a part. */
const lose: OfDispute = async (work, dispute, facts) => {
  const { amount_returned: returned } = readFacts(facts, { amount_returned: amount });
  if (check(dispute, 'lose') !== 'lost' || returned === undefined) return work.act(dispute, 'lose');
  const taken = -(dispute.balance_transactions[0]?.amount ?? 0);
  if (returned >= taken) throw errors.integer('amount_returned', String(returned));
  const back = await reinstate(work, dispute, returned);
  const paid = back ? await work.update(dispute, { balance_transactions: withdrawnAnd(dispute, back) }) : dispute;
  return work.act(paid, 'lose');
};

/** The inquiry becomes a chargeback: a case of its own, with a new deadline, and the money is taken. */
async function chargedBack(work: Work, dispute: StoredDispute): Promise<Patch> {
  const charge = await chargeOf(work, dispute);
  await failRecentRefunds(work, charge.id);
  const taken = await withdraw(work, dispute, charge, cases.chargeback?.withdrawal?.fee ?? 0);
  return {
    ...recast(dispute, 'chargeback'),
    balance_transaction: taken.id,
    balance_transactions: [taken],
    is_charge_refundable: false,
  };
}

function recast(dispute: StoredDispute, case_type: CaseType): Patch {
  const card = cardOf(dispute);
  if (card === undefined) return {};
  const isGroup = card.network_reason_code === codeFor(card.network, dispute.reason, true);
  const network_reason_code = isGroup ? codeFor(card.network, dispute.reason, false) : card.network_reason_code;
  return { payment_method_details: { card: { ...card, case_type, network_reason_code }, type: 'card' } };
}

const escalate: OfDispute = async (work, dispute) => {
  check(dispute, 'escalate');
  const evidence_details = { ...dispute.evidence_details, due_by: dueBy(work.now) };
  return work.act(dispute, 'escalate', { ...(await chargedBack(work, dispute)), evidence_details });
};

/** The issuer refuses the answer; Visa and Mastercard hear an appeal. */
const reject: OfDispute = async (work, dispute) => {
  if (check(dispute, 'reject') === 'lost') return work.act(dispute, 'reject');
  return work.act(dispute, 'reject', { evidence_details: { ...dispute.evidence_details, due_by: dueBy(work.now) } });
};

/** The time to answer is over. */
const expire: OfDispute = async (work, dispute) => {
  check(dispute, 'expire');
  if (dispute.status === 'warning_needs_response' && check(dispute, 'expire') === 'lost') {
    return work.act(dispute, 'expire', await chargedBack(work, dispute));
  }
  const method = dispute.status === 'needs_response' ? answerByItself(dispute) : undefined;
  if (method === undefined) return work.act(dispute, 'expire');
  return work.act(dispute, 'expire', { evidence_details: answered(dispute, work.now, method) });
};

/** Fact `case_type`: `resolution` (the customer is refunded, default) or `block`. */
const prevent: OfDispute = async (work, dispute, facts) => {
  check(dispute, 'prevent');
  const { case_type = 'resolution' } = readFacts(facts, { case_type: oneOf(['block', 'resolution']) });
  const { withdrawal } = cases[case_type] ?? {};
  const taken = withdrawal && (await withdraw(work, dispute, await chargeOf(work, dispute), withdrawal.fee));
  return work.act(dispute, 'prevent', {
    ...recast(dispute, case_type),
    ...(taken && { balance_transaction: taken.id, balance_transactions: [taken], is_charge_refundable: false }),
  });
};

/** Visa's own check finds that the prior transactions do not qualify; the answer counts as an ordinary one. */
const disqualify: OfDispute = async (work, dispute) => {
  const { evidence_details } = dispute;
  const { enhanced_eligibility } = evidence_details;
  const { visa_compelling_evidence_3: eligibility } = enhanced_eligibility;
  if (eligibility === undefined) throw errors.invalid('This dispute is not eligible for visa_compelling_evidence_3.');
  return work.update(dispute, {
    evidence_details: {
      ...evidence_details,
      enhanced_eligibility: {
        ...enhanced_eligibility,
        visa_compelling_evidence_3: { ...eligibility, status: 'not_qualified' },
      },
    },
  });
};

export const outside: Readonly<Record<string, OfDispute>> = {
  submit: (work, dispute) => answer(work, dispute, { submit: true }),
  close: accept,
  win,
  lose,
  escalate,
  reject,
  expire,
  prevent,
  disqualify,
};
