import { StripeError } from './errors.ts';

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
    const [first = '', ...rest] = error.details.param.split('[');
    if (names?.(first) === false) throw error;
    throw error.with({ param: [name, `${first}]`, ...rest].join('[') });
  }
}
