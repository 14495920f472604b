/** From everything known of an account: what is due, what works. Pure. */
import type Stripe from 'stripe';
import { kindOf } from '../capability/names.ts';
import { blocksCharges, type FutureRequirements, futureOf, isFuture, overdueOf } from './asked.ts';
import { type Check, checksOf } from './checks.ts';
import { missingIn, type Need } from './needs.ts';
import type { Asked, Dossier, Failure, Finding } from './stored.ts';

export interface Assessment {
  readonly requirements: Stripe.Account.Requirements;
  readonly future_requirements: FutureRequirements;
  readonly charges_enabled: boolean;
  readonly payouts_enabled: boolean;
  readonly details_submitted: boolean;
  readonly capabilities: readonly AssessedCapability[];
  /** By person: how far the verification is. */
  readonly verified: ReadonlyMap<string, 'verified' | 'pending' | 'unverified'>;
  readonly checks: readonly Check[];
}

interface AssessedCapability {
  readonly name: string;
  readonly status: 'active' | 'inactive' | 'pending' | 'unrequested';
  readonly requirements: Stripe.Capability.Requirements;
}

type Lists = Pick<
  Stripe.Account.Requirements,
  'alternatives' | 'currently_due' | 'errors' | 'eventually_due' | 'past_due' | 'pending_verification'
>;

interface Judged extends Lists {
  readonly missing: readonly Need[];
  readonly failures: readonly Failure[];
  readonly inFlight: readonly Check[];
  /** Of what Stripe asked for beyond what every account must give. */
  readonly overdue: readonly Asked[];
  readonly deadline: number | null;
}

const sorted = (fields: Iterable<string>): string[] => [...new Set(fields)].sort();

const resultOf = (check: Check, findings: Readonly<Record<string, Finding>>): readonly Failure[] | undefined => {
  const finding = findings[check.subject];
  if (finding?.inputs === check.inputs) return finding.failures;
  return check.immediate ? check.failures : undefined;
};

export function assess(dossier: Dossier): Assessment {
  const { account, persons, capabilities } = dossier;
  const missing = missingIn(dossier);
  const checks = checksOf(
    dossier,
    missing.filter(({ later }) => !later).map(({ field }) => field),
  );
  const results = new Map(checks.map((check) => [check.subject, resultOf(check, account.findings)]));
  const judged = judge(dossier, missing, checks, results);
  const assessed = capabilities.map((capability) => assessCapability(dossier, capability, judged));
  const verified = new Map(
    persons.map(({ id, secrets, verification }) => {
      const failures = results.get(id);
      if (failures !== undefined) return [id, failures.length === 0 ? 'verified' : 'unverified'] as const;
      if (!results.has(id)) return [id, 'unverified'] as const;
      const front = verification?.document?.front;
      const accepted = typeof front === 'string' && secrets.documents?.[front] === 'success';
      return [id, accepted ? 'verified' : 'pending'] as const;
    }),
  );
  return { ...flagsOf(dossier, judged, assessed), capabilities: assessed, verified, checks };
}

function judge(
  { account, now }: Dossier,
  missing: readonly Need[],
  checks: readonly Check[],
  results: ReadonlyMap<string, readonly Failure[] | undefined>,
): Judged {
  const inFlight = checks.filter(({ subject }) => results.get(subject) === undefined);
  const failures = [...results.values()].flatMap((result) => result ?? []);
  const asking = failures.filter(({ holds, pauses }) => holds === undefined && pauses === undefined);
  const asked = account.asked.filter((each) => !isFuture(each, now));
  const overdue = overdueOf(account.asked, now);
  const inTime = asked.filter((each) => !overdue.includes(each));
  const dueNow = missing.filter(({ later }) => !later);
  const past = sorted([...dueNow, ...asking, ...overdue].map(({ field }) => field));
  const currently = sorted([...past, ...inTime.map(({ field }) => field)]);
  const deadlines = inTime.flatMap(({ deadline }) => deadline ?? []);
  return {
    missing,
    failures,
    inFlight,
    overdue,
    deadline: deadlines.length === 0 ? null : Math.min(...deadlines),
    alternatives: dueNow.flatMap(({ field, alternative }) =>
      alternative === undefined ? [] : [{ original_fields_due: [field], alternative_fields_due: [alternative] }],
    ),
    errors: [
      ...asking.map(({ field, code, reason }) => ({ code, reason, requirement: field })),
      ...asked.flatMap(({ field, code, reason }) =>
        code === undefined ? [] : [{ code, reason: reason ?? '', requirement: field }],
      ),
    ] as Stripe.Account.Requirements.Error[],
    past_due: past,
    currently_due: currently,
    eventually_due: sorted([...currently, ...missing.map(({ field }) => field)]),
    pending_verification: sorted(inFlight.flatMap(({ pending }) => pending)),
  };
}

const isDisabled = ({ account }: Dossier, { failures }: Judged): boolean =>
  account.rejection !== null || account.hold !== null || failures.some(({ holds }) => holds !== undefined);

function statusOf(
  dossier: Dossier,
  capability: Stripe.Capability,
  judged: Judged,
): { status: AssessedCapability['status']; why: string | null } {
  if (!capability.requested) return { status: 'unrequested', why: null };
  const kind = kindOf(capability.id);
  const paused = judged.failures.find(({ pauses }) => pauses !== undefined)?.pauses;
  if (isDisabled(dossier, judged)) return { status: 'inactive', why: 'rejected.other' };
  if (kind === 'reporting') return { status: 'active', why: null };
  if (paused !== undefined) return { status: 'inactive', why: paused };
  const lacking =
    kind === 'closed' ||
    judged.overdue.some(({ blocks }) => blocks === undefined) ||
    ((kind === 'cards' || kind === 'payments') && blocksCharges(judged.overdue)) ||
    judged.missing.some(({ later, payoutsOnly }) => !later && !payoutsOnly) ||
    judged.failures.some(({ blocks }) => blocks === 'all');
  if (lacking) return { status: 'inactive', why: 'requirements.fields_needed' };
  // Data that is checked again does not stop what already works.
  if (judged.inFlight.length > 0 && capability.status !== 'active') return { status: 'pending', why: 'pending.review' };
  return { status: 'active', why: null };
}

function assessCapability(dossier: Dossier, capability: Stripe.Capability, judged: Judged): AssessedCapability {
  const { status, why } = statusOf(dossier, capability, judged);
  const own = kindOf(capability.id);
  // Tax reports wait for nothing but the number on them.
  const concerns = (field: string): boolean =>
    own === 'closed' ? false : own === 'reporting' ? field.endsWith('id_number') : field !== 'external_account';
  const all = own === 'reporting' || own === 'closed';
  const only = (fields: string[] | null): string[] => (all ? [] : (fields ?? []).filter(concerns));
  return {
    name: capability.id,
    status,
    requirements: {
      alternatives: all ? [] : judged.alternatives,
      current_deadline: all ? null : judged.deadline,
      currently_due: only(judged.currently_due),
      disabled_reason: why as Stripe.Capability.Requirements.DisabledReason | null,
      errors: all ? [] : (judged.errors as Stripe.Capability.Requirements.Error[]),
      eventually_due: only(judged.eventually_due),
      past_due: only(judged.past_due),
      pending_verification: (judged.pending_verification ?? []).filter(concerns),
    },
  };
}

function flagsOf(
  dossier: Dossier,
  judged: Judged,
  capabilities: readonly AssessedCapability[],
): Pick<
  Assessment,
  'requirements' | 'future_requirements' | 'charges_enabled' | 'payouts_enabled' | 'details_submitted'
> {
  const { account } = dossier;
  const disabled = isDisabled(dossier, judged);
  const requested = capabilities.filter(({ status }) => status !== 'unrequested');
  const money = requested.filter(({ name }) => ['cards', 'payments', 'transfers'].includes(kindOf(name) ?? ''));
  // Cards and transfers stand and fall together.
  const paired = money.filter(({ name }) => name === 'card_payments' || name === 'transfers');
  const worksWhere = (active: (capability: AssessedCapability) => boolean): boolean =>
    money.some(active) && paired.every(active) && !disabled;
  const noCharges = blocksCharges(judged.overdue);
  const enabled = worksWhere(({ status }) => status === 'active') && !noCharges;
  const pays = (account.rejection?.keepsPayouts ?? false) ? account.payouts_enabled : paysOut();
  const { alternatives, currently_due, errors, eventually_due, past_due, pending_verification } = judged;
  function paysOut(): boolean {
    const forCharges = judged.overdue.filter(({ blocks }) => blocks === 'charges').map(({ field }) => field);
    const unblocked =
      !judged.failures.some(({ blocks }) => blocks !== 'none') &&
      (judged.past_due ?? []).every((field) => forCharges.includes(field));
    return (
      unblocked && worksWhere(({ name, status }) => status === 'active' || (noCharges && kindOf(name) !== 'transfers'))
    );
  }
  return {
    future_requirements: futureOf(account.asked, dossier.now),
    charges_enabled: enabled,
    payouts_enabled: pays,
    details_submitted: account.details_submitted || !judged.missing.some(({ later, ofPerson }) => !later && !ofPerson),
    requirements: {
      alternatives,
      current_deadline: judged.deadline,
      currently_due,
      disabled_reason: disabledReason(dossier, judged, enabled) as Stripe.Account.Requirements.DisabledReason | null,
      errors,
      eventually_due,
      past_due,
      pending_verification,
    },
  };
}

function disabledReason({ account }: Dossier, judged: Judged, enabled: boolean): string | null {
  const held = judged.failures.find(({ holds }) => holds !== undefined)?.holds;
  const strong = account.rejection?.reason ?? account.hold ?? held;
  if (strong !== undefined) return strong;
  if ((judged.past_due ?? []).length > 0) return 'requirements.past_due';
  return judged.inFlight.length > 0 && !enabled ? 'requirements.pending_verification' : null;
}
