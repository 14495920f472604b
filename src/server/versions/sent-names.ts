/** Errors about parameters that were brought up name them as the request sent them. */
import { StripeError } from '../kernel/errors.ts';
import { isHash, type ParamHash, type ParamValue } from '../kernel/params.ts';
import type { Rename } from './change.ts';

/** What a request was before a change brought it up, and which names that changed. */
export interface Step {
  readonly renames: readonly Rename[];
  readonly before: ParamHash;
  /** Whether the request asks for an older version by name: what it lacks is then missed under the older name. */
  readonly named: boolean;
}

type Steps = readonly string[];

const anyIndex = '[]';
const isIndex = (step: string): boolean => /^\d+$/.test(step);
/** `phases[0][coupon]` */
const stepsOfName = (param: string): Steps => param.replaceAll(']', '').split('[');
/** `phases[].coupon` */
const stepsOfPath = (path: string): Steps => path.replaceAll('[]', `.${anyIndex}`).split('.');
const nameOf = ([first = '', ...rest]: Steps): string => `${first}${rest.map((step) => `[${step}]`).join('')}`;

function isSent(params: ParamHash, steps: Steps): boolean {
  let at: ParamValue | undefined = params;
  for (const step of steps) {
    if (Array.isArray(at)) at = at[Number(step)];
    else if (isHash(at) && Object.hasOwn(at, step)) at = at[step];
    else return false;
  }
  return at !== undefined;
}

const fits = (pattern: string | undefined, step: string): boolean =>
  pattern === anyIndex ? isIndex(step) : pattern === step;

function shared(was: Steps, is: Steps): number {
  const differs = was.findIndex((step, at) => step !== is[at]);
  return differs === -1 ? was.length : differs;
}

/** The older name, where the rename leads to this one or to something inside it. */
function olderName(name: Steps, [older, newer]: Rename): Steps | undefined {
  const [was, is] = [stepsOfPath(older), stepsOfPath(newer)];
  const inside = name.slice(0, is.length);
  if (name.length <= shared(was, is) || !inside.every((step, at) => fits(is[at], step))) return undefined;
  const indexes = inside.filter((_, at) => is[at] === anyIndex);
  const found: string[] = [];
  for (const step of was) {
    const index = step === anyIndex ? indexes.shift() : step;
    if (index === undefined) break;
    found.push(index);
  }
  return [...found, ...name.slice(is.length)];
}

function nameBefore(name: Steps, { renames, before, named }: Step, code: string | undefined): Steps {
  if (isSent(before, name)) return name;
  const missed = named && code === 'parameter_missing' && !isSent(before, name.slice(0, 1));
  for (const rename of renames) {
    const older = olderName(name, rename);
    const [was] = rename;
    if (older !== undefined && (missed || isSent(before, older.slice(0, stepsOfPath(was).length)))) return older;
  }
  return name;
}

const beforeName = /(?:['`]|: |, |Invalid )$/;
const afterName = /^(?:$|[\s'`,.:])/;

/** The message with the one name for the other, where it stands as a name. Not by an expression made of it: names may be of any length. */
function renamed(message: string, is: string, was: string): string {
  const [first = '', ...others] = message.split(is);
  let text = first;
  for (const each of others) {
    text += beforeName.test(text.slice(-8)) && afterName.test(each.slice(0, 1)) ? was : is;
    text += each;
  }
  return text;
}

/** `steps` newest first. */
export function errorAsSent(error: StripeError, steps: readonly Step[]): StripeError {
  const { param, code, message } = error.details;
  if (param === undefined) return error;
  const sent = stepsOfName(param);
  const before = steps.reduce<Steps>((each, step) => nameBefore(each, step, code), sent);
  if (before === sent) return error;
  const name = nameOf(before);
  return new StripeError(error.status, { ...error.details, param: name, message: renamed(message, param, name) });
}
