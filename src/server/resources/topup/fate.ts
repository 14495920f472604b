/** How the bank answers: https://docs.stripe.com/connect/top-ups#testing-top-ups */

/** The returns of American banks. */
const codes: Readonly<Record<string, string>> = {
  account_closed: 'R02',
  debit_not_authorized: 'R29',
  insufficient_funds: 'R01',
  invalid_currency: 'R23',
  no_account: 'R03',
};

export interface Fate {
  readonly code: string;
  readonly message: string;
}

/** Null for what succeeds. */
export const fateOf = (failure: string | null): Fate | null =>
  failure === null ? null : { code: codes[failure] ?? 'R17', message: failure };
