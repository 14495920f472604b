/** What quotes cannot do here: refused rather than taken and forgotten. */
import { errors } from '../../kernel/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  customer_account: 'quotes are made for customers only',
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
