/** State machines as data: every (state, action) pair can be listed, drawn and tested. */
import { StripeError } from './errors.ts';

export interface Rule {
  readonly from: string | readonly string[];
  readonly action: string;
  /** Name of a guard; the first rule whose guard holds is taken. */
  readonly when?: string;
  readonly to: string;
}

/** What falls due by itself while an object is in a state. */
export interface MachineTimer {
  readonly in: string | readonly string[];
  readonly when?: string;
  /** Path of the field that holds the Unix time, or seconds after entering. */
  readonly at?: string;
  readonly after?: number;
  /** Stripe's test mode shows it within seconds: an `instant` clock does not wait for it. */
  readonly soon?: boolean;
  readonly action: string;
  /** Among timers of one moment the lower turn rings first; 0 when left out. */
  readonly turn?: number;
}

export type Facts = Readonly<Record<string, unknown>>;

/** Method signatures, so that a machine of disputes is also a machine of objects. */
export interface Machine<T extends object = object> {
  /** The field that holds the state; `status` unless said otherwise. */
  readonly field?: string;
  readonly initial: readonly string[];
  readonly rules: readonly Rule[];
  readonly guards?: Readonly<Record<string, Guard<T>>>;
  readonly timers?: readonly MachineTimer[];
  /** The error for an action that no rule allows. */
  refuse?(action: string, object: T): StripeError;
}

export type Guard<T> = { holds(object: T, facts: Facts): boolean }['holds'];

interface Stateful {
  readonly id: string;
  readonly object: string;
}

const includes = (list: string | readonly string[], value: string): boolean =>
  typeof list === 'string' ? list === value : list.includes(value);

export function stateField(machine: Machine): string {
  return machine.field ?? 'status';
}

export function stateOf(machine: Machine, object: object): string {
  return String((object as Record<string, unknown>)[stateField(machine)]);
}

export function guardHolds(machine: Machine, name: string | undefined, object: object, facts: Facts): boolean {
  if (name === undefined) return true;
  const guard = machine.guards?.[name];
  if (guard === undefined) throw new Error(`machine has no guard '${name}'`);
  return guard(object, facts);
}

/** The state that `action` leads to, or undefined where no rule allows it. */
export function target(machine: Machine, object: object, action: string, facts: Facts = {}): string | undefined {
  const state = stateOf(machine, object);
  for (const rule of machine.rules) {
    if (rule.action === action && includes(rule.from, state) && guardHolds(machine, rule.when, object, facts))
      return rule.to;
  }
  return undefined;
}

export function next(machine: Machine, object: Stateful, action: string, facts: Facts = {}): string {
  const to = target(machine, object, action, facts);
  if (to !== undefined) return to;
  throw (
    machine.refuse?.(action, object) ??
    new StripeError(400, {
      type: 'invalid_request_error',
      message: `This ${object.object.replaceAll('_', ' ')} cannot ${action} while its ${stateField(machine)} is ${stateOf(machine, object)}.`,
    })
  );
}

export function actionsFrom(machine: Machine, state: string): readonly string[] {
  return [...new Set(machine.rules.filter((rule) => includes(rule.from, state)).map((rule) => rule.action))];
}

export function states(machine: Machine): readonly string[] {
  const all = new Set(machine.initial);
  for (const rule of machine.rules) {
    for (const from of typeof rule.from === 'string' ? [rule.from] : rule.from) all.add(from);
    all.add(rule.to);
  }
  return [...all];
}

/** The machine as a Mermaid state diagram. */
export function toMermaid(machine: Machine): string {
  const lines = ['stateDiagram-v2', ...machine.initial.map((state) => `  [*] --> ${state}`)];
  for (const rule of machine.rules) {
    for (const from of typeof rule.from === 'string' ? [rule.from] : rule.from) {
      lines.push(`  ${from} --> ${rule.to}: ${rule.action}${rule.when ? ` [${rule.when}]` : ''}`);
    }
  }
  const leaves = states(machine).filter((state) => actionsFrom(machine, state).length === 0);
  return [...lines, ...leaves.map((state) => `  ${state} --> [*]`), ''].join('\n');
}
