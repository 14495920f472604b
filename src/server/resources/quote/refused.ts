/** What quotes cannot do here: refused rather than taken and forgotten. */
import { errors } from '../../kernel/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  application_fee_amount: 'no application fees are collected on invoices',
  application_fee_percent: 'no application fees are collected on subscriptions',
  customer_account: 'quotes are made for customers only',
  transfer_data: 'no money of invoices is transferred to connected accounts',
  'automatic_tax[liability][account]': 'the account itself is liable for its taxes',
  'invoice_settings[issuer][account]': 'the account itself issues its invoices',
};

type Sent = Readonly<Record<string, unknown>>;

function valueAt(params: object, param: string): unknown {
  let value: unknown = params;
  for (const name of param.replaceAll(']', '').split('[')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Sent)[name];
  }
  return value;
}

export function checkEmulated(params: object): void {
  for (const [param, reason] of Object.entries(reasons)) {
    const value = valueAt(params, param);
    if (value !== undefined && value !== '' && value !== null)
      throw errors.invalid(`This emulator does not support \`${param}\` on quotes yet: ${reason}.`, param);
  }
}
