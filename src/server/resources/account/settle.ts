/**
 * Every change around an account ends here: what follows from it is found out and written, in the order in which
 * Stripe tells of it: person, account, capabilities.
 */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { leadingTo } from '../capability/machine.ts';
import { capabilitiesOf, type Wanted, withWanted } from '../capability/request.ts';
import { assessedPerson } from '../person/assessed.ts';
import type { StoredPerson } from '../person/stored.ts';
import { type Assessment, assess } from './assess.ts';
import { nothingNeeded } from './defaults.ts';
import { externalAccountsOf, externalList } from './external-accounts.ts';
import { mirrored } from './individual.ts';
import type { Dossier, StoredAccount } from './stored.ts';

interface Change {
  readonly patch?: Partial<StoredAccount>;
  /** A person as it shall be, stored already or new. */
  readonly person?: StoredPerson;
  readonly wanted?: Wanted;
  /** Paths of the fields that were sent: what Stripe asked for among them is answered. */
  readonly sent?: readonly string[];
  /** The checks under way come to their end: as they must, or well whatever the data is. */
  readonly checks?: 'finish' | 'pass';
}

const isAnswered = (field: string, sent: readonly string[]): boolean =>
  sent.some((path) => path === field || path.startsWith(`${field}.`));

async function dossierOf(work: Work, account: StoredAccount, change: Change): Promise<Dossier> {
  const own = work.on(account.id);
  const { patch, person, sent = [], wanted = new Map() } = change;
  const stored = await own.list<StoredPerson>('person', { where: { account: account.id } });
  const persons = person === undefined ? stored : [person, ...stored.filter(({ id }) => id !== person.id)];
  const draft = { ...account, ...patch };
  const asked = draft.asked.filter(({ field }) => !isAnswered(field, sent));
  return {
    account: { ...draft, asked },
    persons,
    externalAccounts: await externalAccountsOf(work, account.id),
    capabilities: withWanted(await capabilitiesOf(work, account.id), wanted, {
      account: account.id,
      now: work.now,
      recipient: draft.tos_acceptance?.service_agreement === 'recipient',
    }),
    now: work.now,
  };
}

function concluded(dossier: Dossier, { checks }: Assessment, end: 'finish' | 'pass'): Dossier {
  const findings = { ...dossier.account.findings };
  for (const { subject, inputs, failures } of checks) {
    if (end === 'finish' && findings[subject]?.inputs === inputs) continue;
    findings[subject] = { inputs, failures: end === 'pass' ? [] : failures };
  }
  return { ...dossier, account: { ...dossier.account, findings } };
}

/** What a capability would need if it were requested; nothing is written. */
export async function preview(
  work: Work,
  account: StoredAccount,
  name: string,
): Promise<Stripe.Capability.Requirements> {
  const { capabilities } = assess(await dossierOf(work, account, { wanted: new Map([[name, true]]) }));
  const { requirements } = capabilities.find((each) => each.name === name) ?? {};
  return { ...(requirements ?? nothingNeeded), disabled_reason: null };
}

/** Writes the change and its consequences; answers the account. `account` is new when it is not stored yet. */
export async function settle(work: Work, account: StoredAccount, change: Change = {}): Promise<StoredAccount> {
  if (account.id === work.platform)
    throw errors.invalid(
      'Your own account is not changed through the API: use the Dashboard.',
      undefined,
      undefined,
      403,
    );
  const known = await work.get<StoredAccount>('account', account.id);
  let dossier = await dossierOf(work, known ?? account, change);
  let assessment = assess(dossier);
  if (change.checks !== undefined) {
    dossier = concluded(dossier, assessment, change.checks);
    assessment = assess(dossier);
  }
  const persons = await writePersons(work, dossier, assessment);
  const draft = draftOf(dossier, assessment, persons);
  const { standing: _standing, ...patch } = draft;
  const stored = known ?? (await work.insert({ ...draft, standing: 'restricted' }));
  const settled = await work.act<StoredAccount>(stored, 'assess', patch);
  await writeCapabilities(work, dossier, assessment);
  return settled;
}

function draftOf(dossier: Dossier, assessment: Assessment, persons: readonly StoredPerson[]): StoredAccount {
  const { account, externalAccounts } = dossier;
  const { requirements, future_requirements, charges_enabled, payouts_enabled, details_submitted } = assessment;
  const requested = assessment.capabilities.filter(({ status }) => status !== 'unrequested');
  const capabilities = Object.fromEntries(requested.map(({ name, status }) => [name, status]).sort());
  return {
    ...account,
    ...mirrored(account, persons),
    capabilities: capabilities as Stripe.Account.Capabilities,
    external_accounts: externalList(account.id, externalAccounts),
    requirements,
    future_requirements,
    charges_enabled,
    payouts_enabled,
    details_submitted,
  };
}

async function writePersons(work: Work, dossier: Dossier, assessment: Assessment): Promise<StoredPerson[]> {
  const own = work.on(dossier.account.id);
  const persons: StoredPerson[] = [];
  for (const person of dossier.persons) {
    const after = assessedPerson(dossier, person, assessment);
    const known = await own.get<StoredPerson>('person', person.id);
    persons.push(known === undefined ? await own.insert(after) : await own.update(known, after));
  }
  return persons;
}

async function writeCapabilities(work: Work, dossier: Dossier, assessment: Assessment): Promise<void> {
  const own = work.on(dossier.account.id);
  const { future_requirements } = assessment;
  for (const { name, status, requirements } of assessment.capabilities) {
    const wanted = dossier.capabilities.find(({ id }) => id === name);
    if (wanted === undefined) continue;
    const known = await own.get<Stripe.Capability>('capability', name);
    const patch = { ...wanted, status: undefined, requirements, future_requirements };
    delete patch.status;
    if (known === undefined)
      await own.insert<Stripe.Capability>({ ...wanted, requirements, future_requirements, status });
    else await own.act<Stripe.Capability>(known, leadingTo[status], patch as Partial<Stripe.Capability>);
  }
}
