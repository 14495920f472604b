/** Values that force a verification outcome: https://docs.stripe.com/connect/testing */
import type { Failure } from './stored.ts';

/** What fails: the field to give again, and why. `field` has no prefix where a person or the company has it. */
type Row = Omit<Failure, 'blocks'> & { readonly blocks?: Failure['blocks'] };

const identityReason =
  'The identity information you entered cannot be verified. Please correct any errors or upload a document that matches the identity fields (e.g., name and date of birth) that you entered.';

export const passingBirthdays: readonly string[] = ['1901-1-1', '1902-1-1'];
export const immediateBirthday = '1902-1-1';
export const sanctionedBirthday = '1900-1-1';
/** SSN or tax id that is confirmed within the request. */
export const immediateNumber = '222222222';

export const wrongBirthday: Row = {
  field: 'verification.document',
  code: 'verification_failed_keyed_identity',
  reason: identityReason,
};

export const idNumbers: Readonly<Record<string, Row>> = {
  '111111111': {
    field: 'verification.document',
    code: 'verification_failed_keyed_identity',
    reason: identityReason,
  },
};

const residence: Row = {
  field: 'verification.additional_document',
  code: 'verification_failed_residential_address',
  reason:
    'We could not verify that the person resides at the provided address. The address must be a valid physical address where the individual resides and cannot be a P.O. Box.',
};

export const homeAddresses: Readonly<Record<string, Row>> = {
  address_no_match: residence,
  address_line1_no_match: residence,
};

const testDocument: Pick<Row, 'code' | 'reason'> = {
  code: 'verification_document_failed_test_mode',
  reason: 'A test data helper was supplied to simulate verification failure.',
};

/** What a person's failed document asks for again. */
export const failedDocument = (field: string): Row => ({ field, ...testDocument });

/** Tokens that stand for a document, and how its verification ends. */
export const documentTokens: Readonly<Record<string, 'success' | 'failure'>> = {
  file_identity_document_success: 'success',
  file_identity_document_failure: 'failure',
};

export const taxIds: Readonly<Record<string, Row>> = {
  '111111111': {
    field: 'company.verification.document',
    code: 'verification_failed_tax_id_match',
    reason:
      'The company name on the account could not be verified. Your business name must exactly match the name registered with the tax authority for this tax ID; correct them, or upload a document that shows both.',
  },
  '111111112': {
    field: 'company.tax_id',
    code: 'verification_failed_tax_id_not_issued',
    reason: 'The tax authority has not issued this tax ID yet.',
  },
};

const wrongName: Row = {
  field: 'company.name',
  code: 'verification_failed_name_match',
  reason: 'The business name does not match the name registered for this tax ID.',
};

export const companyNames: Readonly<Record<string, Row>> = {
  mismatch_business_name: wrongName,
  match_name_only: wrongName,
  disallowed_name: {
    field: 'company.name',
    code: 'invalid_company_name_denylisted',
    reason: 'The company name is not allowed. Use the legal name of the business.',
  },
};

const companyAddress: Row = {
  field: 'company.address.line1',
  code: 'verification_failed_address_match',
  reason: 'The address of the business could not be verified.',
};

export const companyAddresses: Readonly<Record<string, Row>> = {
  address_no_match: { ...companyAddress, blocks: 'payouts' },
  address_line1_no_match: companyAddress,
};

/** By the last digits of the bank account's number: the check of whose it is, and what it asks for; null where it is content. */
export const bankOwnership: Readonly<Record<string, Omit<Row, 'field'> | null>> = {
  '9991': null,
  '9992': {
    code: 'information_missing',
    reason: 'Provide a document that shows that the bank account belongs to the business.',
    blocks: 'payouts',
  },
};

const directors = (code: string, reason: string): Row => ({ field: 'company.directors_provided', code, reason });

export const directorNames: Readonly<Record<string, Row>> = {
  mismatch_director: directors(
    'verification_directors_mismatch',
    'The directors on the account do not match those of the register.',
  ),
  missing_director: directors('verification_missing_directors', 'The account misses directors of the register.'),
  extraneous_director: directors(
    'verification_extraneous_directors',
    'The account names directors who are not in the register.',
  ),
};

const profile = (field: string, code: string, reason: string, rest: Partial<Row> = {}): Row => ({
  field,
  code,
  reason,
  ...rest,
});

const descriptor = 'settings.payments.statement_descriptor';
const prefix = 'settings.card_payments.statement_descriptor_prefix';

/** By the path of the field that holds the value. */
export const profileValues: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  [descriptor]: {
    mismatch: profile(
      descriptor,
      'invalid_statement_descriptor_business_mismatch',
      'The statement descriptor must resemble the name or the URL of the business.',
    ),
    disallowed: profile(
      descriptor,
      'invalid_statement_descriptor_denylisted',
      'The statement descriptor names a well-known business.',
    ),
  },
  [prefix]: {
    mismatch: profile(
      prefix,
      'invalid_statement_descriptor_prefix_mismatch',
      'The prefix of the statement descriptor must resemble the name or the URL of the business.',
    ),
    disallowed: profile(
      prefix,
      'invalid_statement_descriptor_prefix_denylisted',
      'The prefix of the statement descriptor names a well-known business.',
    ),
  },
  'business_profile.name': {
    disallowed_dba: profile(
      'business_profile.name',
      'invalid_business_profile_name_denylisted',
      'The name of the business is that of a well-known business.',
    ),
    invalid_dba: profile(
      'business_profile.name',
      'invalid_business_profile_name',
      'The name of the business is not valid.',
    ),
  },
  'business_profile.product_description': {
    require_url: profile(
      'business_profile.url',
      'invalid_url_web_presence_detected',
      'The business has a website: give its URL instead of a description of the product.',
    ),
  },
};

const url = (code: string, reason: string): Row => ({ field: 'business_profile.url', code, reason });

/** `https://disallowed.stripe.com` and the like, by the first label of the host. */
export const urlHosts: Readonly<Record<string, Row>> = {
  disallowed: url('invalid_url_denylisted', 'The URL is that of a generic business.'),
  geoblocked: url('invalid_url_website_inaccessible_geoblocked', 'The website cannot be reached from everywhere.'),
  problem: url('invalid_url_website_incomplete', 'The website lacks information that customers need.'),
  missing: url('invalid_url_website_incomplete', 'The website lacks information that customers need.'),
  mismatch: url(
    'invalid_url_website_business_information_mismatch',
    'The website does not match the information about the business.',
  ),
  passwordprotected: url('invalid_url_website_inaccessible_password_protected', 'The website asks for a password.'),
  underconstruction: url('invalid_url_website_incomplete_under_construction', 'The website is under construction.'),
  inaccessible: url('invalid_url_website_inaccessible', 'The website cannot be reached.'),
  inactivity: { ...url('invalid_value_other', 'The business shows no activity.'), pauses: 'paused.inactivity' },
};
