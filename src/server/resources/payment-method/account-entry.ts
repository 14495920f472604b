/** Bank accounts and payers as they are typed in, checked as Stripe checks them before anything reaches a bank. */
import { errors } from '../../kernel/errors.ts';
import { isKnownAccount } from './account-outcome.ts';
import type { SentBillingDetails } from './billing-details.ts';
import { accountNumber } from './other-details.ts';
import { checkRoutingNumber } from './routing-number.ts';
import { methodType } from './types.ts';

const ibanForm = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/i;

interface Sent {
  readonly billing_details?: SentBillingDetails | undefined;
}

/** `inHash` names a parameter as the request sent it; `billed` where nobody need say who pays. */
export function checkEntry(
  type: string,
  sent: Readonly<Record<string, unknown>> | undefined,
  { billing_details: billing }: Sent,
  inHash: (name: string) => string,
  { billed = false }: { billed?: boolean } = {},
): void {
  for (const name of methodType(type)?.bills ?? [])
    if (!billed && !billing?.[name]) throw errors.parameterMissing(`${inHash('billing_details')}[${name}]`);
  const routing = sent?.routing_number;
  if (type === 'us_bank_account' && typeof routing === 'string')
    checkRoutingNumber(routing, `${inHash(type)}[routing_number]`);
  const number = accountNumber(sent);
  if (number === undefined) return;
  if (type === 'sepa_debit' && !ibanForm.test(number)) {
    throw errors.invalid('The IBAN you provided is invalid.', `${inHash(type)}[iban]`, 'account_number_invalid');
  }
  if (isKnownAccount(type, number)) return;
  throw errors.invalid(
    'You must use a test bank account number in test mode. Try 000123456789 or see more options at https://stripe.com/docs/connect/testing#account-numbers.',
    `${inHash(type)}[account_number]`,
    'account_number_invalid',
  );
}
