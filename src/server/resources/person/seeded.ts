import type { StoredPerson } from './stored.ts';

/** What a person who has told a number can be taken to have told: Stripe's test numbers that are verified. */
const told = { id_number: '000000000', ssn_last_4: '0000' } as const;

/** A person from outside: of what it has told the API shows only that it was told. */
export function seeded(person: StoredPerson): readonly [StoredPerson] {
  const { id_number_provided: number, ssn_last_4_provided: last4 } = person;
  const secrets = { ...(number && { id_number: told.id_number }), ...(last4 && { ssn_last_4: told.ssn_last_4 }) };
  return [{ ...person, secrets }];
}
