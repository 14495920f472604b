/** Carries out one step that is a request of some kind: what it does in words, and what came of it. */
import type { ActStep, AdvanceStep, CallStep, ChaosStep, FaultStep, RequestStep } from './format.ts';
import type { EntryKind } from './run.ts';
import type { Answer, Target } from './target.ts';

export type DoingStep = CallStep | RequestStep | ActStep | AdvanceStep | FaultStep | ChaosStep;

interface Deed {
  readonly kind: EntryKind;
  readonly text: string;
  /** Whether the answer, undefined for none, is the one that the story wants, and what that would be. */
  readonly wanted: (answer: Answer | undefined) => boolean;
  readonly wish: string;
  carryOut(): Promise<Answer>;
}

type Outcome = Pick<Deed, 'wanted' | 'wish'>;

const done: Outcome = {
  wanted: (answer) => answer !== undefined && answer.status >= 200 && answer.status < 300,
  wish: 'a 2xx answer',
};
const unanswered: Outcome = { wanted: (answer) => answer === undefined, wish: 'no answer' };

function answered(status: number | undefined): Outcome {
  return status === undefined ? done : { wanted: (answer) => answer?.status === status, wish: String(status) };
}

function refused(type: string): Outcome {
  const typeOf = (body: unknown): unknown => (body as { error?: { type?: unknown } } | null)?.error?.type;
  return { wanted: (answer) => answer !== undefined && typeOf(answer.body) === type, wish: type };
}

function outcomeOf({ status, refused: type, unanswered: none }: CallStep['call']): Outcome {
  if (none) return unanswered;
  return type === undefined ? answered(status) : refused(type);
}

function faultText({ match = {}, effect, times = 1 }: FaultStep['fault']): string {
  const calls = [match.method, match.path].filter((part) => part !== undefined).join(' ') || 'every call';
  const [how = 'fails'] = [
    effect.drop && 'gets no answer',
    effect.status !== undefined && `is answered ${effect.status}`,
    effect.delay_ms !== undefined && `takes ${effect.delay_ms} ms`,
  ].filter((each) => typeof each === 'string');
  return `${calls} ${how}${times === 1 ? ', once' : times === null ? '' : `, ${times} times`}`;
}

/** `duplicate, delay_ms 20`; `calm` where nothing is out of order. */
export function disorderText(disorder: ChaosStep['chaos']): string {
  const parts = Object.entries(disorder)
    .filter(([, value]) => value !== undefined && value !== false && value !== 0)
    .map(([name, value]) => (value === true ? name : `${name} ${value}`));
  return parts.join(', ') || 'calm';
}

export function deedOf(step: DoingStep, target: Target, account: string | undefined): Deed {
  if ('call' in step) {
    const { call } = step;
    const { wanted, wish } = outcomeOf(call);
    return {
      kind: 'call',
      text: `${call.method} ${call.path}`,
      wanted,
      wish,
      carryOut: () => target.call(call, account),
    };
  }
  if ('request' in step) {
    const { method, url, json, status } = step.request;
    const carryOut = () => target.request(method, url, json);
    return { kind: 'request', text: `${method} ${url}`, ...answered(status), carryOut };
  }
  if ('act' in step) {
    const { on, action, facts = {} } = step.act;
    const carryOut = () => target.control('POST', `/objects/${on}/actions/${action}`, facts, account);
    return { kind: 'act', text: `${action} ${on}`, ...done, carryOut };
  }
  if ('advance' in step) {
    const carryOut = () => target.control('POST', '/clock/advance', { duration: step.advance });
    return { kind: 'advance', text: `the clock moves ${step.advance}`, ...done, carryOut };
  }
  if ('fault' in step) {
    const carryOut = () => target.control('POST', '/faults', step.fault);
    return { kind: 'fault', text: faultText(step.fault), ...done, carryOut };
  }
  const carryOut = () => target.control('POST', '/chaos', step.chaos);
  return { kind: 'chaos', text: `webhooks: ${disorderText(step.chaos)}`, ...done, carryOut };
}

/** What to show of an answer: the id and the state of the object in it. */
export function gist({ status, body }: Answer): string {
  if (typeof body !== 'object' || body === null) return String(status);
  const { id, status: state, error } = body as { id?: unknown; status?: unknown; error?: { message?: unknown } };
  const parts = [String(status)];
  if (typeof id === 'string') parts.push(id);
  if (typeof state === 'string') parts.push(state);
  if (typeof error?.message === 'string') parts.push(error.message);
  return parts.join('  ');
}
