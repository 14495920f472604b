/** Which types of payment method an intent accepts: what the request wishes, over what held before. */
import { errors } from '../../kernel/errors.ts';
import { defaultConfigurationId } from '../payment-method-configuration/default.ts';
import { defaultTypes, methodTypes } from './method-types.ts';

interface Automatic {
  readonly allow_redirects?: string;
  readonly enabled: boolean;
}

/** '' and null unset. */
interface SentChoice {
  readonly allowed_payment_method_types?: readonly string[] | '' | null | undefined;
  readonly automatic_payment_methods?: Automatic | undefined;
  readonly excluded_payment_method_types?: readonly string[] | '' | null | undefined;
  readonly payment_method_configuration?: string | undefined;
}

interface Current {
  /** In the smallest unit; 0 where nothing is paid. */
  readonly amount: number;
  readonly currency: string;
  readonly allowed_payment_method_types?: readonly string[] | null;
  readonly automatic_payment_methods?: object | null;
  readonly excluded_payment_method_types?: readonly string[] | null;
  readonly payment_method_configuration_details?: object | null;
}

interface MethodChoice {
  readonly allowed_payment_method_types: readonly string[] | null;
  readonly automatic_payment_methods: Automatic | null;
  readonly excluded_payment_method_types: readonly string[] | null;
  readonly payment_method_configuration_details: { readonly id: string; readonly parent: string | null } | null;
  readonly payment_method_types: string[];
}

const others = [
  'automatic_payment_methods',
  'excluded_payment_method_types',
  'payment_method_configuration',
] as const satisfies readonly (keyof SentChoice)[];

/** `offered` are the types that are on in the account's settings. */
export function methodChoice(
  sent: SentChoice,
  current: Current,
  account: string,
  offered: readonly string[] = defaultTypes,
): MethodChoice {
  checkExclusive(sent);
  const allowed = sentOr(sent.allowed_payment_method_types, current.allowed_payment_method_types);
  const excluded = sentOr(sent.excluded_payment_method_types, current.excluded_payment_method_types);
  const automatic = allowed !== null ? null : automaticMethods(sent, current);
  const { amount, currency } = current;
  return {
    allowed_payment_method_types: allowed,
    automatic_payment_methods: automatic,
    excluded_payment_method_types: excluded,
    payment_method_configuration_details: automatic === null ? null : configuration(sent, current, account),
    payment_method_types: methodTypes({ amount, currency, automatic, allowed, excluded, offered }),
  };
}

function sentOr(
  sent: readonly string[] | '' | null | undefined,
  current: readonly string[] | null | undefined,
): readonly string[] | null {
  return (sent === undefined ? current : sent || null) ?? null;
}

function checkExclusive(sent: SentChoice): void {
  if (sent.allowed_payment_method_types === undefined) return;
  const also = others.filter((name) => sent[name] !== undefined);
  if (also.length > 0) throw errors.exclusive(['allowed_payment_method_types', ...also]);
}

function automaticMethods(
  { automatic_payment_methods: sent, allowed_payment_method_types: allowed }: SentChoice,
  { automatic_payment_methods: current }: Current,
): Automatic | null {
  if (sent !== undefined)
    return sent.enabled ? { allow_redirects: sent.allow_redirects ?? 'always', enabled: true } : null;
  // Without the list of allowed types, the payment settings decide again.
  if (current === undefined || allowed === '' || allowed === null) return { allow_redirects: 'always', enabled: true };
  return current as Automatic | null;
}

/** Every account has one configuration by default; its id follows from the account's. */
function configuration(
  { payment_method_configuration: sent }: SentChoice,
  { payment_method_configuration_details: current }: Current,
  account: string,
): MethodChoice['payment_method_configuration_details'] {
  if (sent !== undefined) return { id: sent, parent: null };
  const known = current as MethodChoice['payment_method_configuration_details'] | undefined;
  return known ?? { id: defaultConfigurationId(account), parent: null };
}
