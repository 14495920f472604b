/** What the account's requirements say of one person. */
import type Stripe from 'stripe';
import type { Assessment } from '../account/assess.ts';
import { prefixOf } from '../account/needs.ts';
import type { Dossier } from '../account/stored.ts';
import type { StoredPerson } from './stored.ts';

export function assessedPerson(
  dossier: Dossier,
  person: StoredPerson,
  { future_requirements: future, requirements, verified }: Assessment,
): StoredPerson {
  const prefix = `${prefixOf(dossier, person)}.`;
  const own = (fields: readonly string[] | null): string[] =>
    (fields ?? []).filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
  const errors = (requirements.errors ?? [])
    .filter(({ requirement }) => requirement.startsWith(prefix))
    .map((error) => ({ ...error, requirement: error.requirement.slice(prefix.length) }));
  const alternatives = (requirements.alternatives ?? [])
    .filter(({ original_fields_due }) => original_fields_due.some((field) => field.startsWith(prefix)))
    .map(({ original_fields_due, alternative_fields_due }) => ({
      original_fields_due: own(original_fields_due),
      alternative_fields_due: own(alternative_fields_due),
    }));
  return {
    ...person,
    future_requirements: {
      alternatives: [],
      currently_due: own(future.currently_due),
      errors: [],
      eventually_due: own(future.eventually_due),
      past_due: [],
      pending_verification: [],
    },
    requirements: {
      alternatives,
      currently_due: own(requirements.currently_due),
      errors: errors as Stripe.Person.Requirements.Error[],
      eventually_due: own(requirements.eventually_due),
      past_due: own(requirements.past_due),
      pending_verification: own(requirements.pending_verification),
    },
    verification: verificationOf(person, errors, verified.get(person.id) ?? 'unverified'),
  };
}

interface Problem {
  readonly code: string;
  readonly reason: string;
  readonly requirement: string;
}

function verificationOf(
  { verification }: StoredPerson,
  errors: readonly Problem[],
  status: string,
): Stripe.Person.Verification {
  const keyed = errors.find(({ code }) => code === 'verification_failed_keyed_identity');
  const documentOf = (kind: 'document' | 'additional_document'): Stripe.Person.Verification.Document => {
    const failed = errors.find(
      ({ code, requirement }) => requirement === `verification.${kind}` && code.startsWith('verification_document_'),
    );
    return {
      back: verification?.[kind]?.back ?? null,
      details: failed?.reason ?? null,
      details_code: failed?.code.replace('verification_', '') ?? null,
      front: verification?.[kind]?.front ?? null,
    };
  };
  return {
    additional_document: documentOf('additional_document'),
    details: keyed?.reason ?? null,
    details_code: keyed === undefined ? null : 'failed_keyed_identity',
    document: documentOf('document'),
    status,
  };
}
