/** What Stripe's reviewers, the owner and the clock do to an account. */
import { errors } from '../../kernel/errors.ts';
import { type FactReader, oneOf, readFacts, text } from '../../kernel/facts.ts';
import type { OutsideAction } from '../../kernel/resource.ts';
import type { Work } from '../../kernel/work.ts';
import { complete } from './complete.ts';
import { forgetAccount } from './end.ts';
import { settle } from './settle.ts';
import type { Asked, StoredAccount } from './stored.ts';

type Action = OutsideAction<StoredAccount>;

const holds = [
  'action_required.requested_capabilities',
  'listed',
  'other',
  'platform_paused',
  'rejected.incomplete_verification',
  'rejected.listed',
  'rejected.other',
  'rejected.terms_of_service',
  'under_review',
] as const;
const twoWeeks = 14 * 86_400;

const fields: FactReader<string[]> = (value, name) => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every((field) => typeof field === 'string')) return list as string[];
  throw errors.invalid(`${name} must name fields, such as individual.verification.document.`, name);
};

const unixTime: FactReader<number> = (value, name) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw errors.invalid(`${name} must be a Unix time in seconds.`, name);
};

function ask(work: Work, account: StoredAccount, asked: readonly Asked[]): Promise<StoredAccount> {
  const fields = new Set(asked.map(({ field }) => field));
  const others = account.asked.filter(({ field }) => !fields.has(field));
  return settle(work, account, { patch: { asked: [...others, ...asked] } });
}

const finishChecks: Action = (work, account) => settle(work, account, { checks: 'finish' });

/** The reviewers are content with whatever is there. */
const verify: Action = (work, account) => settle(work, account, { patch: { asked: [], hold: null }, checks: 'pass' });

const failVerification: Action = async (work, account, facts) => {
  const owner = account.business_type === 'individual' ? 'individual' : 'company';
  const {
    requirement: field = `${owner}.verification.document`,
    code = 'verification_document_failed_other',
    reason = 'The document could not be verified.',
  } = readFacts(facts, { requirement: text, code: text, reason: text });
  return ask(work, account, [{ field, deadline: null, code, reason }]);
};

/**
 * Stripe asks for more: due by `deadline` (Unix seconds), in two weeks unless said otherwise. Before `from` (Unix seconds) it
 * is a requirement of the future.
 */
const requestInformation: Action = async (work, account, facts) => {
  const {
    requirements,
    from,
    deadline = (from ?? work.now) + twoWeeks,
  } = readFacts(facts, { requirements: fields, from: unixTime, deadline: unixTime });
  if (requirements === undefined) throw errors.parameterMissing('requirements');
  return ask(
    work,
    account,
    requirements.map((field) => ({ field, deadline, ...(from !== undefined && { from }) })),
  );
};

/** Stripe disables the account: for `reason`, or because `requirements` are overdue. */
const restrict: Action = async (work, account, facts) => {
  const { requirements = [], reason } = readFacts(facts, { requirements: fields, reason: oneOf(holds) });
  const hold = reason ?? (requirements.length === 0 ? 'under_review' : account.hold);
  await settle(work, account, { patch: { hold } });
  return ask(
    work,
    account,
    requirements.map((field) => ({ field, deadline: null })),
  );
};

const reinstate: Action = (work, account) => settle(work, account, { patch: { asked: [], hold: null } });

/** The owner takes the platform's access away. */
const disconnectAccount: Action = async (work, account) => {
  if (account.id === work.platform) throw errors.invalid('The platform cannot be disconnected from itself.');
  await forgetAccount(work, account);
  return account;
};

const onConnected =
  (action: Action): Action =>
  async (work, account, facts) => {
    if (account.id === work.platform) throw errors.invalid('This happens to connected accounts only.');
    return action(work, account, facts);
  };

export const outside: Readonly<Record<string, Action>> = {
  finish_checks: onConnected(finishChecks),
  pass_deadline: onConnected((work, account) => settle(work, account)),
  begin_future: onConnected((work, account) => settle(work, account)),
  onboard: onConnected(complete),
  verify: onConnected(verify),
  fail_verification: onConnected(failVerification),
  request_information: onConnected(requestInformation),
  restrict: onConnected(restrict),
  reinstate: onConnected(reinstate),
  disconnect: disconnectAccount,
};
