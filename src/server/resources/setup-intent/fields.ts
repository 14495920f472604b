/** Fields that create, update and confirm take over from what was sent. */
import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import { methodChoice } from '../payment-intent/method-choice.ts';
import { setupOptions } from './options.ts';
import type { StoredSetupIntent } from './stored.ts';

type CreateParams = Stripe.SetupIntentCreateParams;
type UpdateParams = Stripe.SetupIntentUpdateParams;

/** What the three operations share; each takes only some of it. */
type SentFields = Partial<
  Omit<UpdateParams, 'expand'> & Pick<CreateParams, 'automatic_payment_methods' | 'on_behalf_of' | 'usage'>
>;

const copied = [
  'attach_to_self',
  'customer_account',
  'description',
  'flow_directions',
  'on_behalf_of',
  'usage',
] as const satisfies readonly (keyof SentFields)[];

export function plainFields(sent: SentFields, current?: StoredSetupIntent): Partial<StoredSetupIntent> {
  const patch: Record<string, unknown> = {};
  for (const field of copied) if (sent[field] !== undefined) patch[field] = sent[field];
  if (sent.metadata !== undefined) patch.metadata = mergeMetadata(current?.metadata ?? {}, sent.metadata);
  return patch as Partial<StoredSetupIntent>;
}

/** Nothing is paid: types that want an amount drop out. */
const nothing = { amount: 0, currency: 'usd' };

export function methodFields(
  sent: SentFields,
  current: Partial<StoredSetupIntent>,
  account: string,
  offered?: readonly string[],
): Partial<StoredSetupIntent> {
  const choice = methodChoice(sent, { ...nothing, ...current }, account, offered);
  const options = setupOptions(
    choice.payment_method_types,
    current.payment_method_options ?? null,
    sent.payment_method_options,
  );
  return { ...(choice as Partial<StoredSetupIntent>), payment_method_options: options };
}

const choosers = [
  'allowed_payment_method_types',
  'excluded_payment_method_types',
  'payment_method_configuration',
  'payment_method_options',
] as const satisfies readonly (keyof SentFields)[];

export function choosesMethods(sent: SentFields): boolean {
  return choosers.some((name) => sent[name] !== undefined);
}
