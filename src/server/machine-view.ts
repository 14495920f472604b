/** Machines as users see them: which there are, and what may happen to an object now. */
import {
  type Machine,
  type MachineTimer,
  type Rule,
  stateField,
  stateOf,
  states,
  target,
  toMermaid,
} from './kernel/machine.ts';
import type { Resource } from './kernel/resource.ts';
import type { StoredObject } from './kernel/work.ts';

export interface MachineView {
  /** The object whose states they are: `dispute`. */
  readonly name: string;
  /** The field that holds the state. */
  readonly field: string;
  readonly initial: readonly string[];
  readonly states: readonly string[];
  readonly actions: readonly string[];
  /** Actions of the bank, the cardholder or the clock. */
  readonly outside: readonly string[];
  readonly rules: readonly Rule[];
  readonly timers: readonly MachineTimer[];
  /** The state diagram. */
  readonly mermaid: string;
}

export interface ObjectView {
  /** As the API answers it. */
  readonly object: StoredObject;
  readonly machine: { readonly name: string; readonly state: string; readonly mermaid: string } | null;
  /** What `act()` would accept now. */
  readonly actions: readonly string[];
}

const ruled = (machine: Machine | undefined): Set<string> => new Set(machine?.rules.map((rule) => rule.action));
const timed = (machine: Machine | undefined): string[] => (machine?.timers ?? []).map((timer) => timer.action);

/** Undefined for an object that has no machine. */
export function machineView({ type, machine, outside = {} }: Resource): MachineView | undefined {
  if (machine === undefined) return undefined;
  return {
    name: type,
    field: stateField(machine),
    initial: machine.initial,
    states: states(machine),
    actions: [...ruled(machine)],
    outside: Object.keys(outside),
    rules: machine.rules,
    timers: machine.timers ?? [],
    mermaid: toMermaid(machine),
  };
}

/**
 * Every outside action that the object can know, whatever its state. The other actions of its machine are steps of API
 * operations: by themselves they would move the state without the money.
 */
export function actionsOf({ machine, outside = {} }: Resource): string[] {
  return [...new Set([...timed(machine), ...Object.keys(outside)])].sort();
}

/** An outside action without a rule of its name decides for itself, so it is always among them. */
function actionsNow(resource: Resource, object: StoredObject): string[] {
  const { machine } = resource;
  if (machine === undefined) return actionsOf(resource);
  const known = ruled(machine);
  const allows = (action: string): boolean => target(machine, object, action) !== undefined;
  return actionsOf(resource).filter((action) => !known.has(action) || allows(action));
}

/** `stored` may hold hidden fields that guards look at; `shown` is what users see. */
export function objectView(resource: Resource, stored: StoredObject, shown: StoredObject): ObjectView {
  const { type, machine } = resource;
  return {
    object: shown,
    machine: machine ? { name: type, state: stateOf(machine, stored), mermaid: toMermaid(machine) } : null,
    actions: actionsNow(resource, stored),
  };
}
