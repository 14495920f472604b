/** Bank accounts and payers as they are typed in, checked as Stripe checks them before anything reaches a bank. */
import { errors } from '../../kernel/errors.ts';
import { notForTests, usTestNumbers } from '../bank-account/test-numbers.ts';
import { isKnownAccount } from './account-outcome.ts';
import type { SentBillingDetails } from './billing-details.ts';
import { accountNumber, bareNumber } from './other-details.ts';
import { methodType } from './types.ts';

type SentHash = Readonly<Record<string, unknown>>;

interface Sent {
  readonly billing_details?: SentBillingDetails | undefined;
}

/** Countries of SEPA whose debits need the address of the payer: https://docs.stripe.com/payments/sepa-debit/set-up-payment */
const outsideEea: ReadonlySet<string> = new Set('AD BL CH GB GG GI IM JE MC NC PF PM SM TF VA WF'.split(' '));
const addressOutsideEea = ['country', 'line1', 'city', 'postal_code'] as const;

/** The numbers that have to be there; an account that was linked has none. */
function required(type: string, sent: SentHash | undefined): readonly string[] {
  if (sent?.financial_connections_account !== undefined) return [];
  return Object.keys(methodType(type)?.numbers ?? {});
}

/**
 * `inHash` names a parameter as the request sent it; `legacy` for Sources, which leave it to the bank who pays and to
 * themselves what of an account is there.
 */
export function checkEntry(
  type: string,
  sent: SentHash | undefined,
  { billing_details: billing }: Sent,
  inHash: (name: string) => string,
  { legacy = false }: { legacy?: boolean } = {},
): void {
  const hash = inHash(type);
  if (!legacy && sent === undefined && required(type, sent).length > 0) throw errors.parameterMissing(hash);
  for (const name of legacy ? [] : required(type, sent))
    if (sent?.[name] === undefined) throw errors.parameterMissing(`${hash}[${name}]`);
  for (const [name, { problem, code }] of Object.entries(methodType(type)?.numbers ?? {})) {
    const number = bareNumber(sent?.[name]);
    const message = number && problem(number);
    if (message) throw errors.invalid(message, `${hash}[${name}]`, code);
  }
  checkTestNumber(type, sent, hash);
  if (!legacy) checkPayer(type, sent, billing, inHash('billing_details'));
}

function checkTestNumber(type: string, sent: SentHash | undefined, hash: string): void {
  const number = bareNumber(sent?.account_number);
  if (number === undefined || isKnownAccount(type, number)) return;
  throw notForTests(usTestNumbers.success, `${hash}[account_number]`);
}

function checkPayer(
  type: string,
  sent: SentHash | undefined,
  billing: SentBillingDetails | undefined,
  param: string,
): void {
  for (const name of methodType(type)?.bills ?? [])
    if (!billing?.[name]) throw errors.parameterMissing(`${param}[${name}]`);
  if (!outsideEea.has(accountNumber(sent)?.slice(0, 2) ?? '')) return;
  const address = billing?.address || {};
  for (const name of addressOutsideEea) if (!address[name]) throw errors.parameterMissing(`${param}[address][${name}]`);
}
