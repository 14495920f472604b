/** Fields of the merchant's own on the page: https://docs.stripe.com/payments/checkout/custom-fields */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';

type Sent = Stripe.Checkout.SessionCreateParams.CustomField;
type Field = Stripe.Checkout.Session.CustomField;

const most = 3;
const key = /^[A-Za-z0-9]{1,200}$/;

function detailsOf({ type, dropdown, numeric, text }: Sent, param: string): Partial<Field> {
  if (type === 'dropdown') {
    if (dropdown === undefined) throw errors.parameterMissing(`${param}[dropdown]`);
    const { options, default_value = null } = dropdown;
    if (default_value !== null && !options.some(({ value }) => value === default_value))
      throw errors.invalid('The `default_value` must be one of the options.', `${param}[dropdown][default_value]`);
    return { dropdown: { default_value, options, value: null } };
  }
  const {
    default_value = null,
    maximum_length = null,
    minimum_length = null,
  } = (type === 'numeric' ? numeric : text) ?? {};
  return { [type]: { default_value, maximum_length, minimum_length, value: null } };
}

export function readFields(sent: readonly Sent[] | '' | undefined): Field[] {
  const all = sent || [];
  if (all.length > most)
    throw errors.invalid(`You can add up to ${most} custom fields.`, 'custom_fields', 'array_too_long');
  const keys = new Set<string>();
  return all.map((each, at) => {
    const param = `custom_fields[${at}]`;
    if (!key.test(each.key)) throw errors.invalid('The `key` of a custom field must be alphanumeric.', `${param}[key]`);
    if (keys.has(each.key))
      throw errors.invalid(`The key \`${each.key}\` is used by more than one custom field.`, `${param}[key]`);
    keys.add(each.key);
    return {
      ...detailsOf(each, param),
      key: each.key,
      label: { custom: each.label.custom, type: 'custom' },
      optional: each.optional ?? false,
      type: each.type,
    };
  });
}

function checkValue({ key: name, type, dropdown, numeric, text }: Field, value: string): void {
  const param = `custom_fields[${name}]`;
  if (type === 'dropdown') {
    const values = (dropdown?.options ?? []).map((option) => option.value);
    if (!values.includes(value)) throw errors.choice(param, name, values);
    return;
  }
  if (type === 'numeric' && !/^\d+$/.test(value))
    throw errors.invalid(`Invalid ${name}: only digits are allowed.`, param);
  const { minimum_length: least, maximum_length: longest } = numeric ?? text ?? {};
  if (typeof least === 'number' && value.length < least)
    throw errors.invalid(`Invalid ${name}: must be at least ${least} characters.`, param);
  if (value.length > (longest ?? 255))
    throw errors.invalid(`Invalid ${name}: must be at most ${longest ?? 255} characters.`, param);
}

/** With what the customer entered, by key; those that are not optional must have a value. */
export function filled(fields: readonly Field[], values: Readonly<Record<string, string>>): Field[] {
  return fields.map((field) => {
    const details = field.dropdown ?? field.numeric ?? field.text;
    const value = (values[field.key] ?? '').trim() || details?.value || details?.default_value || null;
    if (value === null) {
      if (field.optional) return field;
      throw errors.invalid(`Please fill in ${field.label.custom ?? field.key}.`, `custom_fields[${field.key}]`);
    }
    checkValue(field, value);
    return { ...field, [field.type]: { ...details, value } };
  });
}
