/** Numbers of banks in the US. */
import { errors } from '../../kernel/errors.ts';
import { digits } from './digits.ts';

const form = digits(9);
const weights = [3, 7, 1] as const;

/** The last digit makes the weighted sum of all of them a multiple of ten. */
function isWellChecked(number: string): boolean {
  const sum = [...number].reduce((total, digit, at) => total + Number(digit) * (weights[at % 3] ?? 0), 0);
  return sum % 10 === 0;
}

/** What is wrong with the number. */
export function routingNumberProblem(number: string): string | undefined {
  if (!form.test(number)) return 'Routing number must have 9 digits';
  return isWellChecked(number) ? undefined : "We couldn't find the bank for that routing number.";
}

/** `param` names it as the request did. */
export function checkRoutingNumber(number: string, param: string): void {
  const problem = routingNumberProblem(number);
  if (problem !== undefined) throw errors.invalid(problem, param, 'routing_number_invalid');
}
