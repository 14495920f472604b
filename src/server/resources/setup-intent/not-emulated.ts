/** What a SetupIntent can do at Stripe and cannot do here: refused, not ignored. */
import { errors } from '../../kernel/errors.ts';

export function checkEmulated(params: { readonly confirmation_token?: string | undefined }): void {
  if (params.confirmation_token === undefined) return;
  throw errors.invalid(
    'This emulator does not support `confirmation_token` on SetupIntents yet: ConfirmationTokens cannot be spent; send `payment_method` or `payment_method_data`.',
    'confirmation_token',
  );
}

const emulated: ReadonlySet<string> = new Set(['card', 'sepa_debit', 'us_bank_account']);

export function checkType(type: string): void {
  if (emulated.has(type)) return;
  throw errors.invalid(
    `This emulator confirms SetupIntents with ${[...emulated].join(', ')} only so far, not with a PaymentMethod of type ${type}.`,
    'payment_method',
  );
}
