/** How each field that Stripe may ask for is put to the owner. Named by its path, without the person that it belongs to. */
import { namedNumbers } from '../../resources/bank-account/numbers.ts';

export interface Field {
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'email' | 'tel' | 'number' | 'checkbox';
  /** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
  readonly autocomplete?: string;
  readonly pattern?: string;
  readonly most?: number;
  readonly choices?: readonly (readonly [value: string, label: string])[];
  /** May be left empty, whether or not it is asked for. */
  readonly optional?: true;
  /** The field that says that a secret was given. */
  readonly provided?: string;
  /** The parameter, where it is not the path. */
  readonly param?: string;
}

const documents = [
  ['file_identity_document_success', 'A document that is accepted'],
  ['file_identity_document_failure', 'A document that is refused'],
] as const;

const address: Readonly<Record<string, Field>> = {
  'address.line1': { label: 'Street address', autocomplete: 'address-line1' },
  'address.city': { label: 'City', autocomplete: 'address-level2' },
  'address.state': { label: 'State', autocomplete: 'address-level1' },
  'address.postal_code': { label: 'Postal code', autocomplete: 'postal-code' },
};

/** Of a person, in the order in which they are asked. */
export const personFields: Readonly<Record<string, Field>> = {
  first_name: { label: 'First name', autocomplete: 'given-name' },
  last_name: { label: 'Last name', autocomplete: 'family-name' },
  email: { label: 'Email', type: 'email', autocomplete: 'email' },
  phone: { label: 'Phone', type: 'tel', autocomplete: 'tel' },
  'dob.day': { label: 'Day', type: 'number', autocomplete: 'bday-day', most: 31 },
  'dob.month': { label: 'Month', type: 'number', autocomplete: 'bday-month', most: 12 },
  'dob.year': { label: 'Year', type: 'number', autocomplete: 'bday-year', most: 9999 },
  ...address,
  ssn_last_4: {
    label: 'Last 4 digits of the Social Security number',
    pattern: '[0-9]{4}',
    provided: 'ssn_last_4_provided',
  },
  id_number: { label: 'National identity number', provided: 'id_number_provided' },
  'relationship.title': { label: 'Job title', autocomplete: 'organization-title' },
  'relationship.executive': { label: 'Runs the company (executive)', type: 'checkbox' },
  'relationship.director': { label: 'Is a director of the company', type: 'checkbox' },
  'relationship.owner': { label: 'Owns 25% of the company or more', type: 'checkbox' },
  'relationship.percent_ownership': { label: 'Percentage owned', type: 'number', most: 100, optional: true },
  'verification.document': { label: 'Proof of identity', choices: documents, param: 'verification.document.front' },
  'verification.additional_document': {
    label: 'Proof of address',
    choices: documents,
    param: 'verification.additional_document.front',
  },
};

export const businessFields: Readonly<Record<string, Field>> = {
  'company.name': { label: 'Legal name of the business', autocomplete: 'organization' },
  'company.tax_id': { label: 'Tax ID or registration number', provided: 'company.tax_id_provided' },
  'company.phone': { label: 'Phone of the business', type: 'tel' },
  ...Object.fromEntries(
    Object.entries(address).map(([path, { autocomplete: _autocomplete, ...field }]) => [`company.${path}`, field]),
  ),
  'company.verification.document': {
    label: 'Proof of registration',
    choices: documents,
    param: 'company.verification.document.front',
  },
  'business_profile.mcc': {
    label: 'Industry',
    choices: [
      ['5734', 'Software'],
      ['9399', 'Public services'],
      ['8299', 'Education'],
      ['5812', 'Food'],
      ['5999', 'Retail'],
      ['7399', 'Business services'],
    ],
  },
  'business_profile.url': {
    label: 'Website',
    hint: 'Without one, describe what you sell.',
    autocomplete: 'url',
    optional: true,
  },
  'business_profile.product_description': { label: 'What you sell', optional: true },
  'business_profile.support_phone': { label: 'Phone for customers', type: 'tel' },
  'settings.payments.statement_descriptor': {
    label: 'Name on statements of customers',
    hint: '5 to 22 characters, at least one letter.',
    pattern: '.{5,22}',
  },
};

const routingLabels: Readonly<Record<string, string>> = {
  AU: 'BSB',
  CA: 'Transit and institution number',
  GB: 'Sort code',
  IN: 'IFSC',
};

export function bankFields(country: string): Readonly<Record<string, Field>> {
  const { account, routing } = namedNumbers(country);
  const label = routingLabels[country] ?? 'Routing number';
  return {
    ...(routing && { routing_number: { label, ...(country === 'US' && { pattern: '[0-9]{9}' }) } }),
    account_number: { label: account },
  };
}

/** What several fields together are about. */
export const groups: Readonly<Record<string, string>> = {
  dob: 'Date of birth',
  address: 'Home address',
  'company.address': 'Address of the business',
};

const groupKeys = Object.keys(groups);

export const groupOf = (path: string): string | undefined => groupKeys.find((key) => path.startsWith(`${key}.`));
