/** What subscriptions cannot do here: refused rather than taken and forgotten. */
import { errors } from '../../kernel/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  billing_schedules: 'items are billed one period at a time',
  customer_account: 'customers only subscribe',
};

/** `what` is the object that the parameters are about. */
export function checkEmulated(params: object, what = 'subscriptions'): void {
  for (const [param, reason] of Object.entries(reasons)) {
    const value = (params as Readonly<Record<string, unknown>>)[param];
    if (value === undefined || value === '' || value === null || (Array.isArray(value) && value.length === 0)) continue;
    throw errors.invalid(`This emulator does not support \`${param}\` on ${what} yet: ${reason}.`, param);
  }
}
