import { errors } from '../../kernel/errors.ts';

const form = /^\d{9}$/;

/** Of a bank in the US; `param` names it as the request did. */
export function checkRoutingNumber(number: string, param: string): void {
  if (!form.test(number)) throw errors.invalid('Routing number must have 9 digits', param, 'routing_number_invalid');
}
