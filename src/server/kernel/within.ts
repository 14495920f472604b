import { StripeError } from './errors.ts';

/** The parameter of a hash by its whole name: `phases[0]` and `transfer_data[amount]` make `phases[0][transfer_data][amount]`. */
export function nameWithin(name: string, param: string): string {
  const [first = '', ...rest] = param.split('[');
  return [name, `${first}]`, ...rest].join('[');
}

/** Errors about parameters of the hash `name`; with `names`, about those of them. */
export async function within<T>(
  name: string,
  check: () => T | Promise<T>,
  names?: (param: string) => boolean,
): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof StripeError) || error.details.param === undefined) throw error;
    const { param } = error.details;
    if (names?.(param.split('[')[0] ?? '') === false) throw error;
    throw error.with({ param: nameWithin(name, param) });
  }
}
