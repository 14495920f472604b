/** A bank account in the US, as parameters of an account have it. */
export const usBank = (account_number: string) => ({
  object: 'bank_account',
  country: 'US',
  currency: 'usd',
  routing_number: '110000000',
  account_number,
});
