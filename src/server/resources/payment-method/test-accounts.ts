/** Bank accounts of the test mode: https://docs.stripe.com/payments/ach-debit/set-up-payment#test-account-numbers */
import { usRoutingNumber, usTestNumbers } from '../bank-account/test-numbers.ts';
import { accountOutcome } from './account-outcome.ts';
import { namedIban } from './sepa-accounts.ts';
import type { Hidden } from './stored.ts';

const usAccounts: Readonly<Record<string, string>> = {
  ...usTestNumbers,
  riskLevelHighest: '000000004954',
  failMicrodeposits: '000666666661',
  dispute: '000555555559',
  processing: '000000000009',
  weeklyLimitExceeded: '000777777771',
};

interface NamedAccount {
  readonly type: 'us_bank_account' | 'sepa_debit';
  /** As a customer would send it. */
  readonly sent: Readonly<Record<string, string>>;
  readonly hidden: Hidden;
}

/** `pm_usBankAccount_success`, `pm_success_de`: verified, unless they are to fail at just that. */
export function namedAccount(id: string): NamedAccount | undefined {
  const [prefix, first = '', second = '', ...rest] = id.split('_');
  if (prefix !== 'pm' || rest.length > 0) return undefined;
  if (first === 'usBankAccount') {
    const account_number = Object.hasOwn(usAccounts, second) ? usAccounts[second] : undefined;
    if (account_number === undefined) return undefined;
    const sent = {
      account_holder_type: 'individual',
      account_number,
      account_type: 'checking',
      routing_number: usRoutingNumber,
    };
    const { deposits } = accountOutcome('us_bank_account', account_number);
    return { type: 'us_bank_account', sent, hidden: { verified: deposits === 'arrive', test_account: account_number } };
  }
  const iban = namedIban(first, second);
  return iban === undefined ? undefined : { type: 'sepa_debit', sent: { iban }, hidden: { test_account: id } };
}
