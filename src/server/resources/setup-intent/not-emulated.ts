/** What a SetupIntent can do at Stripe and cannot do here: refused, not ignored. */
import { errors } from '../../kernel/errors.ts';
import { isEmulated } from '../payment-method/types.ts';

export function checkType(type: string): void {
  if (isEmulated(type)) return;
  throw errors.invalid(
    `This emulator does not confirm SetupIntents with a PaymentMethod of type ${type} yet.`,
    'payment_method',
  );
}
