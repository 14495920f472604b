import { errors } from '../../kernel/errors.ts';
import { methodsFor } from '../payment-method/for-intent.ts';

export type { SentMethod } from '../payment-method/for-intent.ts';

export const { checkMethod, sentMethod } = methodsFor({
  noun: 'SetupIntent',
  incompatible: 'setup_intent_invalid_parameter',
  unowned: (id, owner) =>
    errors.invalid(
      `The payment method supplied (${id}) belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter on the SetupIntent.`,
      'payment_method',
    ),
});
