/** Which forms an owner still has to fill in, and which fields each of them has. */
import { paramName } from '../../kernel/params.ts';
import type { Work } from '../../kernel/work.ts';
import { regionOf } from '../../resources/account/countries.ts';
import { personsOf, representativeOf } from '../../resources/account/owner.ts';
import { isGiven, valueAt } from '../../resources/account/paths.ts';
import { roleRows } from '../../resources/account/requirement-rows.ts';
import type { StoredAccount } from '../../resources/account/stored.ts';
import type { StoredAccountLink } from '../../resources/account-link/stored.ts';
import type { StoredPerson } from '../../resources/person/stored.ts';
import { bankFields, businessFields, type Field, personFields } from './fields.ts';

export const formNames = ['type', 'business', 'person', 'people', 'bank', 'other', 'review'] as const;
export type FormName = (typeof formNames)[number];

export const groupRoles = { owners: 'owner', directors: 'director', executives: 'executive' } as const;
export type Group = keyof typeof groupRoles;

/** An account as its owner finds it. */
export interface Case {
  readonly link: StoredAccountLink;
  readonly account: StoredAccount;
  readonly persons: readonly StoredPerson[];
  readonly representative: StoredPerson | undefined;
  /** What the link asks for, by the names that requirements have. */
  readonly due: readonly string[];
}

export async function caseOf(work: Work, link: StoredAccountLink, account: StoredAccount): Promise<Case> {
  const persons = await personsOf(work, account.id);
  const { requirements, future_requirements: future } = account;
  const fields = [...(requirements?.[link.asks] ?? []), ...(link.asks_future ? (future?.[link.asks] ?? []) : [])];
  const of = { link, account, persons, representative: representativeOf(persons) };
  return { ...of, due: [...new Set([...fields, ...alternativesIn({ ...of, due: [] })])] };
}

const personPrefix = /^(?:individual|representative|owners|directors|executives|person_\w+)\./;
const rolePath = /^(owners|directors|executives)\.|^company\.(owners|directors|executives)_provided$/;

const groupIn = (field: string): Group | undefined => {
  const match = rolePath.exec(field);
  return (match?.[1] ?? match?.[2]) as Group | undefined;
};

/** The form that asks for a field. */
function formFor({ representative }: Case, field: string): FormName {
  if (field === 'business_type') return 'type';
  if (field === 'external_account') return 'bank';
  if (field.startsWith('tos_acceptance.')) return 'review';
  if (groupIn(field) !== undefined) return 'people';
  if (Object.hasOwn(businessFields, field)) return 'business';
  const own = field.replace(personPrefix, '');
  if (own === field || !Object.hasOwn(personFields, own)) return 'other';
  const isTheirs = /^(?:individual|representative)\./.test(field) || field.startsWith(`${representative?.id}.`);
  return isTheirs ? 'person' : 'people';
}

export const dueIn = (of: Case, form: FormName): string[] => of.due.filter((field) => formFor(of, field) === form);

/** What may be given instead of something else. */
function alternativesIn({ account }: Case): Set<string> {
  const { alternatives } = account.requirements ?? {};
  return new Set((alternatives ?? []).flatMap(({ alternative_fields_due }) => alternative_fields_due));
}

/** Alternatives are offered, not demanded. */
export function demandedIn(of: Case, form: FormName): string[] {
  const alternatives = alternativesIn(of);
  const demanded = new Set(of.account.requirements?.[of.link.asks] ?? []);
  return dueIn(of, form).filter((field) => demanded.has(field) || !alternatives.has(field));
}

/** The first form with something to fill in; the review once there is none. */
export const nextForm = (of: Case): FormName =>
  formNames.find((name) => name !== 'review' && demandedIn(of, name).length > 0) ?? 'review';

/** Those that an owner meets on the way, for telling how far it is. */
export function formsOf(of: Case): FormName[] {
  const always: readonly FormName[] = ['type', 'business', 'person', 'bank', 'review'];
  return formNames.filter((name) => always.includes(name) || dueIn(of, name).length > 0);
}

/** Whom the form `people` is about: somebody who is there, or those of a role. */
export type Subject = { readonly person: StoredPerson } | { readonly group: Group };

export function subjectOf(of: Case): Subject | undefined {
  for (const field of dueIn(of, 'people')) {
    const person = of.persons.find(({ id }) => field.startsWith(`${id}.`));
    if (person !== undefined) return { person };
    const group = groupIn(field);
    if (group !== undefined) return { group };
  }
  return undefined;
}

export interface AskedField extends Field {
  /** Its name in the form, and in the parameters of the API. */
  readonly name: string;
  readonly path: string;
  readonly value: string;
  readonly required: boolean;
  /** What Stripe found wrong with it. */
  readonly problem: string | undefined;
}

const roleFields = ['relationship.title', 'relationship.executive', 'relationship.director', 'relationship.owner'];

interface Asking {
  readonly of: Case;
  readonly fields: Readonly<Record<string, Field>>;
  /** The object that has the values. */
  readonly holder: unknown;
  /** Of the field's names in requirements. */
  readonly prefix: string;
  readonly always?: readonly string[];
}

function asked({ of, fields, holder, prefix, always = [] }: Asking): AskedField[] {
  const due = new Set(of.due);
  const demanded = new Set(of.account.requirements?.[of.link.asks] ?? []);
  const alternatives = alternativesIn(of);
  const problems = of.account.requirements?.errors ?? [];
  return Object.entries(fields).flatMap(([path, field]) => {
    const isDue = due.has(prefix + path);
    const given = isGiven(valueAt(holder, field.provided ?? path)) && field.choices === undefined;
    const chosen = path === 'business_profile.mcc' && isGiven(valueAt(holder, path));
    if (!isDue && !given && !chosen && !always.includes(path)) return [];
    const value = valueAt(holder, path);
    const alternative = alternatives.has(prefix + path) && !demanded.has(prefix + path);
    const optional = field.optional === true || alternative;
    return [
      {
        ...field,
        ...(optional && { optional }),
        path,
        name: paramName((field.param ?? path).split('.')),
        value: isGiven(value) ? String(value) : '',
        required: !optional && field.type !== 'checkbox' && !(field.provided !== undefined && given),
        problem: problems.find(({ requirement }) => requirement === prefix + path)?.reason,
      },
    ];
  });
}

const isFirm = ({ account }: Case): boolean => account.business_type !== 'individual';

export function fieldsIn(of: Case, form: FormName, subject?: Subject): AskedField[] {
  const { account, representative } = of;
  if (form === 'business') return asked({ of, fields: businessFields, holder: account, prefix: '' });
  if (form === 'bank') {
    const fields = bankFields(account.country ?? '');
    return asked({ of, fields, holder: {}, prefix: '', always: Object.keys(fields) });
  }
  if (form === 'person') {
    const prefix = isFirm(of) ? `${representative?.id ?? 'representative'}.` : 'individual.';
    const always = isFirm(of) ? [...roleFields, 'relationship.percent_ownership'] : [];
    return asked({ of, fields: personFields, holder: representative ?? {}, prefix, always });
  }
  if (form !== 'people' || subject === undefined) return [];
  if ('person' in subject) {
    const { person } = subject;
    return asked({ of, fields: personFields, holder: person, prefix: `${person.id}.` });
  }
  const always =
    subject.group === 'owners'
      ? [...askedOf(of, subject.group), 'relationship.percent_ownership']
      : askedOf(of, subject.group);
  return asked({ of, fields: personFields, holder: {}, prefix: `${subject.group}.`, always });
}

/** Whoever is added is asked for everything at once. */
function askedOf({ account }: Case, group: Group): string[] {
  const region = regionOf(account.country ?? '');
  const rows = roleRows.filter((row) => row.group === group);
  return rows.flatMap(({ now, later }) => [...now, ...(later[region] ?? [])]);
}
