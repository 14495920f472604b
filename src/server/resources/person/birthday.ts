import { errors } from '../../kernel/errors.ts';

interface Birthday {
  readonly day?: number | null;
  readonly month?: number | null;
  readonly year?: number | null;
}

const youngest = 13;
const year = 365.25 * 86_400;

/** Refuses what is no date, and people who are too young. `param` names the hash; `now` is in Unix seconds. */
export function checkBirthday(sent: Birthday, param: string, now: number): void {
  const { day, month, year: born } = sent;
  const refuse = (field: string, message: string) => errors.invalid(message, `${param}[${field}]`);
  if (month != null && (month < 1 || month > 12)) throw refuse('month', 'Invalid month: must be between 1 and 12.');
  if (day != null && (day < 1 || day > 31)) throw refuse('day', 'Invalid day: must be between 1 and 31.');
  if (born != null && born < 1900) throw refuse('year', 'Invalid year: must be 1900 or later.');
  if (day == null || month == null || born == null) return;
  const date = new Date(Date.UTC(born, month - 1, day));
  if (date.getUTCMonth() !== month - 1) throw refuse('day', 'Invalid day: there is no such day in that month.');
  if (now - date.getTime() / 1000 < youngest * year) {
    throw refuse('year', `Must be at least ${youngest} years of age to use Stripe`);
  }
}
