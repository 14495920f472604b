/** Keeps a machine's timers in step with the object's state. */
import { type Awaitable, andThen, inTurn } from '../kernel/awaitable.ts';
import { guardHolds, type Machine, type MachineTimer, stateOf } from '../kernel/machine.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { Unit } from './unit.ts';

function applies(machine: Machine, timer: MachineTimer, object: StoredObject | undefined): boolean {
  if (object === undefined) return false;
  const state = stateOf(machine, object);
  return (
    (typeof timer.in === 'string' ? timer.in === state : timer.in.includes(state)) &&
    guardHolds(machine, timer.when, object, {})
  );
}

function valueAt(object: StoredObject | undefined, path: string): unknown {
  let value: unknown = object;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function plan(
  unit: Unit,
  account: string,
  machine: Machine,
  timer: MachineTimer,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
): Awaitable<void> {
  const was = applies(machine, timer, before);
  const is = applies(machine, timer, after);
  const owner = after ?? before;
  if ((!was && !is) || owner === undefined) return undefined;
  const id = `${account}/${owner.id}/${timer.action}`;
  if (!is) return unit.tx.cancelTimer(id);
  const due = timer.at === undefined ? undefined : valueAt(after, timer.at);
  if (was && (timer.at === undefined || due === valueAt(before, timer.at))) return undefined;
  return andThen(unit.clockOf(account, owner), (clock) => {
    const at = timer.at === undefined ? (clock?.now ?? unit.now) + (timer.after ?? 0) : due;
    if (typeof at !== 'number') return unit.tx.cancelTimer(id);
    const { object: type } = owner;
    const { soon = false, turn, action } = timer;
    unit.planned(at, soon, clock?.id);
    const planned = { id, at, soon, account, type, object: owner.id, action };
    return unit.tx.putTimer({ ...planned, ...(clock && { clock: clock.id }), ...(turn !== undefined && { turn }) });
  });
}

export function planTimers(
  unit: Unit,
  account: string,
  machine: Machine,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
): Awaitable<void> {
  return inTurn(machine.timers ?? [], (timer) => plan(unit, account, machine, timer, before, after));
}
