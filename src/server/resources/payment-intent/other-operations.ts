/** Operations for payment methods that are not modelled: refused as Stripe refuses them for cards. */
import { errors } from '../../kernel/errors.ts';
import type { Call, Outcome } from '../../kernel/work.ts';
import type { StoredIntent } from './stored.ts';

export async function verifyMicrodeposits({ targets }: Call): Promise<Outcome> {
  const { status } = targets[0] as StoredIntent;
  throw errors.invalid(
    `You can only verify a PaymentIntent with microdeposits when its next_action is verify_with_microdeposits; this one has a status of ${status} and waits for none.`,
    undefined,
    'payment_intent_unexpected_state',
  );
}

export async function applyCustomerBalance(): Promise<Outcome> {
  throw errors.invalid(
    'This PaymentIntent does not accept the payment method type customer_balance: this emulator keeps no cash balances of customers.',
    undefined,
    'payment_intent_incompatible_payment_method',
  );
}
