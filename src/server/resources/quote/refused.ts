/** What quotes cannot do here: refused rather than taken and forgotten. */
import { errors } from '../../kernel/errors.ts';

export function checkEmulated({ customer_account: account }: { readonly customer_account?: string }): void {
  if (account === undefined || account === '') return;
  throw errors.invalid('This emulator makes quotes for customers only.', 'customer_account');
}
