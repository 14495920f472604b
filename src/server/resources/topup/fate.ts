/** How the bank answers, by the token of the source: https://docs.stripe.com/connect/top-ups#testing-top-ups */
const failures: Readonly<Record<string, readonly [code: string, message: string]>> = {
  btok_us_verified_noAccount: ['R03', 'no_account'],
  btok_us_verified_accountClosed: ['R02', 'account_closed'],
  btok_us_verified_insufficientFunds: ['R01', 'insufficient_funds'],
  btok_us_verified_debitNotAuthorized: ['R29', 'debit_not_authorized'],
  btok_us_verified_invalidCurrency: ['R23', 'invalid_currency'],
};

export interface Fate {
  readonly code: string;
  readonly message: string;
}

/** Null for what succeeds. */
export function fateOf(source: string | undefined): Fate | null {
  const [code, message] = failures[source ?? ''] ?? [];
  return code === undefined || message === undefined ? null : { code, message };
}
