import { errors, type StripeError } from '../../kernel/errors.ts';

/** A source that is not, or not any more, among those of the customer. */
export function notLinked(customer: string, source: string, param: string): StripeError {
  return errors.invalid(`Customer ${customer} does not have a linked source with ID ${source}.`, param, 'missing', 404);
}

export function missingSource(id: string): StripeError {
  return errors.missing('source', id, 'id', 'path');
}

export function missingExternal(id: string): StripeError {
  return errors.missing('external account', id, 'id', 'path');
}
