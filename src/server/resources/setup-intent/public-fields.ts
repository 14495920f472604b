/** "Retrievable with publishable key": https://docs.stripe.com/api/setup_intents/object */
export const publicFields: readonly string[] = [
  'id',
  'object',
  'cancellation_reason',
  'client_secret',
  'created',
  'description',
  'last_setup_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'status',
  'usage',
];
