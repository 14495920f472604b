/** A person as a request makes it. Nothing is stored yet. */
import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Work } from '../../kernel/work.ts';
import { checkPersonFields } from '../account/checked-fields.ts';
import { noDocument, noRelationship, nothingDue } from '../account/defaults.ts';
import { overlay } from '../account/paths.ts';
import { phoneOf } from '../account/phone.ts';
import type { StoredAccount } from '../account/stored.ts';
import { checkBirthday } from './birthday.ts';
import { storedDocument } from './document.ts';
import type { Secrets, StoredPerson } from './stored.ts';

/** What requests say of a person, whichever way. */
export type SentPerson = Stripe.AccountCreateParams.Individual & {
  relationship?: Stripe.AccountCreatePersonParams['relationship'];
  documents?: object;
  additional_tos_acceptances?: object;
};

function newPerson(work: Work, account: StoredAccount): StoredPerson {
  return {
    ...work.on(account.id).blank<Stripe.Person>('person'),
    account: account.id,
    additional_tos_acceptances: { account: { date: null, ip: null, user_agent: null } },
    address: { city: null, country: account.country ?? null, line1: null, line2: null, postal_code: null, state: null },
    dob: { day: null, month: null, year: null },
    email: null,
    first_name: null,
    future_requirements: nothingDue,
    id_number_provided: false,
    last_name: null,
    metadata: {},
    relationship: noRelationship,
    requirements: nothingDue,
    secrets: {},
    ssn_last_4_provided: false,
    verification: {
      additional_document: noDocument,
      details: null,
      details_code: null,
      document: noDocument,
      status: 'unverified',
    },
  };
}

const numberFields = ['id_number', 'id_number_secondary', 'ssn_last_4'] as const;

/** The person of an account after `sent`; a new one, who is the account's representative, where there is none. */
export async function changedPerson(
  work: Work,
  account: StoredAccount,
  current: StoredPerson | undefined,
  sent: SentPerson,
  /** Where the request has it: `individual`. */
  at?: string,
): Promise<StoredPerson> {
  const person = current ?? { ...newPerson(work, account), relationship: { ...noRelationship, representative: true } };
  const { documents: _documents, metadata, verification, ...rest } = sent;
  checkPersonFields(sent, { country: account.country ?? '', now: work.now }, at);
  if (sent.dob && typeof sent.dob === 'object')
    checkBirthday(sent.dob, at === undefined ? 'dob' : `${at}[dob]`, work.now);
  const plain: Record<string, unknown> = { ...rest };
  for (const field of numberFields) delete plain[field];
  if (typeof sent.phone === 'string') plain.phone = phoneOf(sent.phone, account.country ?? '');
  if (sent.dob !== undefined) plain.dob = sent.dob === '' ? { day: null, month: null, year: null } : sent.dob;
  const merged = { ...person, ...work.adopt('person', plain, person) };
  const secrets: Secrets = {
    ...person.secrets,
    ...(sent.id_number !== undefined && { id_number: sent.id_number }),
    ...(sent.ssn_last_4 !== undefined && { ssn_last_4: sent.ssn_last_4 }),
  };
  const changed: StoredPerson = {
    ...merged,
    metadata: mergeMetadata(person.metadata ?? {}, metadata),
    secrets,
    id_number_provided: Boolean(secrets.id_number),
    ssn_last_4_provided: Boolean(secrets.id_number ?? secrets.ssn_last_4),
  };
  return verification === undefined ? changed : withDocuments(work, changed, verification);
}

/** A person beside the representative. */
export const addedPerson = (work: Work, account: StoredAccount, sent: SentPerson): Promise<StoredPerson> =>
  changedPerson(work, account, newPerson(work, account), sent);

async function withDocuments(
  work: Work,
  person: StoredPerson,
  sent: NonNullable<SentPerson['verification']>,
): Promise<StoredPerson> {
  let { documents = {} } = person.secrets;
  let verification = person.verification;
  for (const kind of ['document', 'additional_document'] as const) {
    for (const side of ['front', 'back'] as const) {
      const named = sent[kind]?.[side];
      if (named === undefined) continue;
      const { id, outcome } = await storedDocument(work, person.account, named, `verification[${kind}][${side}]`);
      if (id !== null && outcome !== undefined) documents = { ...documents, [id]: outcome };
      verification = overlay(verification, { [kind]: { [side]: id } });
    }
  }
  return { ...person, secrets: { ...person.secrets, documents }, verification };
}
