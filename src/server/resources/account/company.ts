import type Stripe from 'stripe';
import { noDocument } from './defaults.ts';
import { overlay } from './paths.ts';
import { phoneOf } from './phone.ts';

export function newCompany(country: string): Stripe.Account.Company {
  return {
    address: { city: null, country, line1: null, line2: null, postal_code: null, state: null },
    directors_provided: false,
    executives_provided: false,
    name: null,
    owners_provided: false,
    tax_id_provided: false,
    verification: { document: noDocument },
  };
}

/** Company fields that answers only say to be there. */
const writeOnly = { tax_id: 'tax_id_provided', vat_id: 'vat_id_provided', registration_number: undefined } as const;

type Sent = Stripe.AccountUpdateParams.Company;

export function changedCompany(
  current: Stripe.Account.Company | undefined,
  sent: Sent,
  country: string,
): { company: Stripe.Account.Company; secrets: Record<string, string> } {
  const rest: Record<string, unknown> = { ...sent };
  const secrets: Record<string, string> = {};
  for (const [field, flag] of Object.entries(writeOnly)) {
    const value = sent[field as keyof typeof writeOnly];
    delete rest[field];
    if (value === undefined) continue;
    secrets[`company.${field}`] = value;
    if (flag !== undefined) rest[flag] = value !== '';
  }
  if (typeof sent.phone === 'string') rest.phone = phoneOf(sent.phone, country);
  return { company: overlay(current ?? newCompany(country), rest), secrets };
}
