/** What a PaymentIntent can do at Stripe and cannot do here: refused, not ignored. */
import { errors } from '../../kernel/errors.ts';

const refused: Readonly<Record<string, string>> = {
  confirmation_token: 'ConfirmationTokens cannot be spent; send `payment_method` or `payment_method_data`',
};

export function checkEmulated(params: object): void {
  for (const param of Object.keys(refused)) {
    const value = (params as Readonly<Record<string, unknown>>)[param];
    if (value !== undefined && value !== '') throw notEmulated(param);
  }
}

function notEmulated(param: string): ReturnType<typeof errors.invalid> {
  return errors.invalid(`This emulator does not support \`${param}\` on PaymentIntents yet: ${refused[param]}.`, param);
}

export function checkCard(type: string): void {
  if (type === 'card') return;
  throw errors.invalid(
    `This emulator confirms PaymentIntents with cards only so far, not with a PaymentMethod of type ${type}.`,
    'payment_method',
  );
}
