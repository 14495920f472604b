/** What is missing in an account, field by field. */
import { kindOf } from '../capability/names.ts';
import type { StoredPerson } from '../person/stored.ts';
import { regionOf } from './countries.ts';
import { isGiven, valueAt } from './paths.ts';
import {
  bareRows,
  briefIdentityRows,
  companyRows,
  fullDashboardRows,
  identityRows,
  type ProfileRow,
  profileRows,
  type RoleRow,
  representativeRows,
  roleRows,
} from './requirement-rows.ts';
import type { Dossier } from './stored.ts';

export interface Need {
  readonly field: string;
  readonly later: boolean;
  readonly payoutsOnly: boolean;
  /** Belongs to a person of a company rather than to the account. */
  readonly ofPerson: boolean;
  readonly alternative: string | undefined;
}

/** How a person's fields are named on the account. */
export const prefixOf = ({ account }: Dossier, person: StoredPerson): string =>
  account.business_type === 'individual' ? 'individual' : person.id;

export const collectedByStripe = ({ controller }: Dossier['account']): boolean =>
  controller?.requirement_collection === 'stripe';

const hasFullDashboard = (dossier: Dossier): boolean =>
  collectedByStripe(dossier.account) && dossier.account.controller?.stripe_dashboard?.type === 'full';

export function missingIn(dossier: Dossier): Need[] {
  const needs = new Map<string, Need>();
  const need = (field: string, { alternative, ...rest }: Partial<Omit<Need, 'field'>> = {}): void => {
    const known = needs.get(field);
    if (known !== undefined && !known.later) return;
    needs.set(field, { field, later: false, payoutsOnly: false, ofPerson: false, ...rest, alternative });
  };
  for (const row of rowsOf(dossier)) if (!isMet(dossier, row)) need(row.field, row);
  if (!hasFullDashboard(dossier) && dossier.capabilities.some(({ requested }) => requested)) ofPeople(dossier, need);
  return [...needs.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}

type AddNeed = (field: string, rest?: Partial<Omit<Need, 'field'>>) => void;

function rowsOf(dossier: Dossier): readonly ProfileRow[] {
  if (hasFullDashboard(dossier)) return fullDashboardRows;
  const { account, capabilities } = dossier;
  const requested = capabilities.filter((capability) => capability.requested);
  if (requested.length === 0 || account.tos_acceptance?.service_agreement === 'recipient') return bareRows;
  const cards = requested.some(({ id }) => kindOf(id) !== 'transfers' && kindOf(id) !== 'reporting');
  const region = regionOf(account.country ?? '');
  const dashboard = account.controller?.stripe_dashboard?.type ?? '';
  return profileRows.filter(
    (row) =>
      (row.for === undefined || cards) &&
      (row.regions?.includes(region) ?? true) &&
      (row.dashboards?.includes(dashboard) ?? true),
  );
}

function isMet({ account, externalAccounts }: Dossier, { field, alternative }: ProfileRow): boolean {
  if (field === 'external_account')
    return externalAccounts.some((external) => external.object === 'card' || external.status !== 'errored');
  return isGiven(valueAt(account, field)) || (alternative !== undefined && isGiven(valueAt(account, alternative)));
}

function ofPeople(dossier: Dossier, need: AddNeed): void {
  const { account, persons } = dossier;
  const region = regionOf(account.country ?? '');
  const representative = persons.find(({ relationship }) => relationship?.representative === true);
  const type = account.business_type;
  if (!type) {
    for (const field of briefIdentityRows[region]) need(`representative.${field}`);
    return;
  }
  if (type === 'individual') {
    ofPerson(representative, 'individual', identityRows[region], need, { ofPerson: false });
    return;
  }
  for (const field of companyRows[region]) if (!isGiven(companyValue(dossier, field))) need(field);
  const prefix = representative?.id ?? 'representative';
  ofPerson(representative, prefix, [...identityRows[region], ...representativeRows], need, { ofPerson: true });
  for (const row of roleRows) {
    if (row.businessTypes.includes(type) && row.regions.includes(region)) ofRole(dossier, row, need);
  }
}

function companyValue({ account, persons }: Dossier, field: string): unknown {
  if (field === 'company.tax_id') return account.company?.tax_id_provided;
  if (field !== 'company.owners_provided') return valueAt(account, field);
  const shares = persons.map(({ relationship }) => relationship?.percent_ownership ?? 0);
  return account.company?.owners_provided === true || shares.reduce((sum, share) => sum + share, 0) >= 100;
}

function ofRole(dossier: Dossier, row: RoleRow, need: AddNeed): void {
  const { account, persons } = dossier;
  const later = row.later[regionOf(account.country ?? '')] ?? [];
  const holders = persons.filter(({ relationship }) => relationship?.[row.role] === true);
  const complete = isGiven(companyValue(dossier, `company.${row.flag}`));
  if (!complete) need(`company.${row.flag}`, { ofPerson: true });
  if (!complete && holders.length === 0) {
    ofPerson(undefined, row.group, row.now, need, { ofPerson: true });
    ofPerson(undefined, row.group, later, need, { ofPerson: true, later: true });
  }
  for (const holder of holders) {
    ofPerson(holder, holder.id, row.now, need, { ofPerson: true });
    ofPerson(holder, holder.id, later, need, { ofPerson: true, later: true });
  }
}

function ofPerson(
  person: StoredPerson | undefined,
  prefix: string,
  fields: readonly string[],
  need: AddNeed,
  rest: Partial<Need>,
): void {
  for (const field of fields) {
    if (person !== undefined && isGiven(personValue(person, field))) continue;
    const alternative = field === 'ssn_last_4' ? `${prefix}.verification.document` : undefined;
    need(`${prefix}.${field}`, { ...rest, alternative });
  }
}

function personValue(person: StoredPerson, field: string): unknown {
  const { relationship, verification } = person;
  if (field === 'ssn_last_4')
    return person.ssn_last_4_provided || person.id_number_provided || verification?.document?.front;
  if (field === 'relationship.executive')
    return relationship?.executive || relationship?.owner || relationship?.director;
  return valueAt(person, field);
}
