/** What a form sends becomes what the owner tells Stripe: with the checks and the errors of the API. */
import type Stripe from 'stripe';
import type { Registry } from '../../engine/registry.ts';
import { decodeForm } from '../../http/form.ts';
import { errors } from '../../kernel/errors.ts';
import { isHash, type ParamHash, type Params } from '../../kernel/params.ts';
import type { Answers } from '../../resources/account/owner.ts';
import { valueAt } from '../../resources/account/paths.ts';
import { testBank, testOwner, testProfile } from '../../resources/account/test-answers.ts';
import type { SentPerson } from '../../resources/person/change.ts';
import { bankFields } from './fields.ts';
import { type AskedField, type Case, dueIn, type FormName, type Group, groupRoles, type Subject } from './forms.ts';

/** Names the boxes of a form: one that is not ticked is not sent. */
export const boxes = 'boxes';

/** Fields that were left empty are not sent. */
function filled(params: ParamHash): Params {
  const result: Params = {};
  for (const [name, value] of Object.entries(params)) {
    const inner = isHash(value) ? filled(value) : value;
    if (value !== '' && (!isHash(inner) || Object.keys(inner).length > 0)) result[name] = inner;
  }
  return result;
}

const validated = <T>(registry: Registry, operation: string, params: Params): T =>
  registry.description.operation(operation).validate(params) as T;

function personIn(registry: Registry, params: Params): SentPerson {
  const { [boxes]: names, ...sent } = filled(params);
  const unticked = Object.fromEntries(Object.keys(isHash(names) ? names : {}).map((name) => [name, 'false']));
  const relationship = { ...unticked, ...(isHash(sent.relationship) ? sent.relationship : {}) };
  const person: Params = { ...sent };
  if (Object.keys(relationship).length > 0) person.relationship = relationship;
  return validated(registry, 'accounts.createPerson', person);
}

function bankIn(country: string, { account_number: account, routing_number: routing }: Params): Answers['bank'] {
  if (typeof account !== 'string') throw errors.parameterMissing('account_number');
  if (typeof routing === 'string') return { account_number: account, routing_number: routing };
  if ('routing_number' in bankFields(country)) throw errors.parameterMissing('routing_number');
  return { account_number: account };
}

/** Throws Stripe's refusals. */
export function answersOf(
  registry: Registry,
  of: Case,
  form: FormName,
  subject: Subject | undefined,
  params: Params,
): Answers {
  // Terms that were accepted before are not accepted again.
  if (form === 'review') return { submits: dueIn(of, 'review').length > 0 };
  if (form === 'other') return { answered: dueIn(of, 'other') };
  if (form === 'bank') return { bank: bankIn(of.account.country ?? '', filled(params)) };
  if (form === 'type' || form === 'business')
    return { profile: validated(registry, 'accounts.update', filled(params)) };
  const sent = personIn(registry, params);
  if (form === 'person') return { person: { who: of.representative ?? 'representative', sent } };
  if (subject === undefined) return {};
  if ('person' in subject) return { person: { who: subject.person, sent } };
  const relationship = { ...sent.relationship, [groupRoles[subject.group]]: true };
  return { person: { who: 'another', sent: { ...sent, relationship } } };
}

/** The company has nobody else in the role. */
export const everybodyThere = (group: Group): Answers => ({
  profile: { company: { [`${group}_provided`]: true } as Stripe.AccountUpdateParams.Company },
});

function testData({ account, representative }: Case, form: FormName, subject: Subject | undefined): object {
  const type = account.business_type ?? 'individual';
  if (form === 'business') return testProfile(account, type);
  if (form === 'bank') return testBank(account);
  const other = subject !== undefined && 'person' in subject ? subject.person : { first_name: 'Jordan' };
  const person = form === 'person' ? testOwner(account, type, representative) : testOwner(account, 'individual', other);
  return { ...person, ssn_last_4: '0000' };
}

/** The fields as a test owner would fill them in. */
export function withTestData(
  of: Case,
  form: FormName,
  subject: Subject | undefined,
  fields: readonly AskedField[],
): AskedField[] {
  const data = testData(of, form, subject);
  return fields.map((field) => {
    const value = valueAt(data, field.path) ?? (field.required ? field.choices?.[0]?.[0] : undefined);
    return value === undefined ? field : { ...field, value: String(value), problem: undefined };
  });
}

/** What a browser would send of these fields. */
export function paramsOf(fields: readonly AskedField[]): Params {
  const sent = new URLSearchParams();
  for (const { name, type, value } of fields) {
    if (type === 'checkbox') sent.append(name.replace('relationship', boxes), '1');
    if (type !== 'checkbox' || value === 'true') sent.append(name, value);
  }
  return decodeForm(sent.toString());
}
