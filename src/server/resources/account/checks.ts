/** What Stripe verifies once it has been given, and with which result. */
import type Stripe from 'stripe';
import type { StoredPerson } from '../person/stored.ts';
import { regionOf } from './countries.ts';
import { prefixOf } from './needs.ts';
import { isGiven, valueAt } from './paths.ts';
import { companyDocument, ownershipProof } from './profile.ts';
import type { Dossier, Failure } from './stored.ts';
import {
  bankOwnership,
  companyAddresses,
  companyNames,
  directorNames,
  failedDocument,
  homeAddresses,
  idNumbers,
  immediateBirthday,
  immediateNumber,
  passingBirthdays,
  profileValues,
  sanctionedBirthday,
  taxIds,
  urlHosts,
  wrongBirthday,
} from './test-values.ts';

export interface Check {
  /** Whose data is checked: the id of a person, `company` or `business`. */
  readonly subject: string;
  /** The data, so that a result does not outlive it. */
  readonly inputs: string;
  /** The fields shown as pending meanwhile. */
  readonly pending: readonly string[];
  /** Answered within the request. */
  readonly immediate: boolean;
  readonly failures: readonly Failure[];
}

type Row = Omit<Failure, 'blocks'> & { readonly blocks?: Failure['blocks'] };

const failure = (row: Row, prefix = ''): Failure => ({ blocks: 'all', ...row, field: prefix + row.field });

const found = (table: Readonly<Record<string, Row>>, value: unknown): Row | undefined =>
  typeof value === 'string' && Object.hasOwn(table, value) ? table[value] : undefined;

/** `missing` names the fields still to be given: what is incomplete is not checked yet. */
export function checksOf(dossier: Dossier, missing: readonly string[]): Check[] {
  const { account, persons } = dossier;
  if (missing.some((field) => field.startsWith('tos_acceptance'))) return [];
  const complete = (prefix: string): boolean => !missing.some((field) => field.startsWith(`${prefix}.`));
  const checks: Check[] = [];
  for (const person of persons) {
    if (complete(prefixOf(dossier, person)) && person.dob?.year) checks.push(personCheck(dossier, person));
  }
  if (account.business_type !== 'individual' && account.company?.name && isCompanyComplete(missing))
    checks.push(companyCheck(dossier));
  for (const external of dossier.externalAccounts) {
    if (external.object === 'bank_account' && Object.hasOwn(bankOwnership, external.last4)) {
      checks.push(bankCheck(dossier, external));
    }
  }
  const business = businessCheck(dossier);
  if (business.failures.length > 0) checks.push(business);
  return checks;
}

const isCompanyComplete = (missing: readonly string[]): boolean =>
  !missing.some((field) => field.startsWith('company.') && !field.endsWith('_provided'));

function personCheck(dossier: Dossier, person: StoredPerson): Check {
  const { address, dob, first_name, last_name, secrets, verification } = person;
  const prefix = `${prefixOf(dossier, person)}.`;
  const front = verification?.document?.front ?? null;
  const second = verification?.additional_document?.front ?? null;
  const birthday = `${dob?.year}-${dob?.month}-${dob?.day}`;
  const pending = pendingOf(dossier, person);
  return {
    subject: person.id,
    inputs: JSON.stringify([address, dob, first_name, last_name, secrets, front, second, person.relationship]),
    pending: pending.map((field) => prefix + field),
    immediate: pending.length === 0 || birthday === immediateBirthday || secrets.id_number === immediateNumber,
    failures: personFailures(dossier, person, birthday).map((row) => failure(row, row.holds ? '' : prefix)),
  };
}

function pendingOf({ account }: Dossier, { verification, id_number_provided }: StoredPerson): string[] {
  const document = isGiven(verification?.document?.front) ? [] : ['verification.document'];
  if (regionOf(account.country ?? '') !== 'us') return document;
  const street = ['address.city', 'address.line1', 'address.postal_code', 'address.state'];
  return [...street, 'id_number', ...(id_number_provided === true ? document : [])];
}

function personFailures({ account }: Dossier, person: StoredPerson, birthday: string): Row[] {
  const { address, first_name, relationship, secrets, verification } = person;
  const documents = secrets.documents ?? {};
  const rows: (Row | undefined)[] = [];
  if (birthday === sanctionedBirthday)
    rows.push({ field: '', code: 'verification_failed_other', reason: '', holds: 'listed' });
  // A document that is accepted settles whatever the typed-in data leaves open.
  for (const [kind, typed] of [
    ['document', identityRow(person, birthday)],
    ['additional_document', found(homeAddresses, address?.line1)],
  ] as const) {
    const front = verification?.[kind]?.front;
    if (typeof front !== 'string') rows.push(typed);
    else if (documents[front] === 'failure') rows.push(failedDocument(`verification.${kind}`));
  }
  if (relationship?.director && account.business_type !== 'individual') rows.push(found(directorNames, first_name));
  return rows.filter((row) => row !== undefined);
}

function identityRow({ secrets }: StoredPerson, birthday: string): Row | undefined {
  const number = found(idNumbers, secrets.id_number);
  if (number !== undefined) return number;
  return passingBirthdays.includes(birthday) || birthday === sanctionedBirthday ? undefined : wrongBirthday;
}

function companyCheck({ account }: Dossier): Check {
  const { company, secrets } = account;
  const taxId = secrets['company.tax_id'];
  const street = ['city', 'line1', 'postal_code', 'state'].map((field) => `company.address.${field}`);
  const document = company?.verification?.document?.front;
  const rows = [
    // A document that is accepted settles what the number leaves open.
    isGiven(document) ? undefined : found(taxIds, taxId),
    isGiven(document) && secrets[companyDocument] === 'failure' ? failedDocument(companyDocument) : undefined,
    found(companyNames, company?.name),
    found(companyAddresses, company?.address?.line1),
  ];
  return {
    subject: 'company',
    inputs: JSON.stringify([company?.name, company?.address, taxId, document]),
    pending: [...(regionOf(account.country ?? '') === 'us' ? street : []), 'company.tax_id'],
    immediate: taxId === immediateNumber,
    failures: rows.filter((row) => row !== undefined).map((row) => failure(row)),
  };
}

/** Whether the bank account is that of the business. */
function bankCheck({ account }: Dossier, { id, last4 }: Stripe.BankAccount): Check {
  const proof = account.secrets[ownershipProof];
  const row = proof === undefined ? bankOwnership[last4] : null;
  return {
    subject: id,
    inputs: JSON.stringify([proof]),
    pending: ['external_account'],
    immediate: false,
    failures: row ? [failure({ ...row, field: ownershipProof })] : [],
  };
}

function businessCheck({ account }: Dossier): Check {
  const rows: (Row | undefined)[] = [];
  for (const [path, table] of Object.entries(profileValues)) rows.push(found(table, valueAt(account, path)));
  const url = account.business_profile?.url ?? '';
  const label = /^(?:https?:\/\/)?([a-z]+)\.stripe\.com(?:\/|$)/.exec(url)?.[1];
  rows.push(found(urlHosts, label));
  const failures = rows.filter((row) => row !== undefined).map((row) => failure(row));
  return {
    subject: 'business',
    inputs: JSON.stringify([account.business_profile, account.settings?.payments, account.settings?.card_payments]),
    pending: failures.map(({ field }) => field),
    immediate: false,
    failures,
  };
}
