/** Keeps a machine's timers in step with the object's state. */
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

export async function planTimers(
  unit: Unit,
  account: string,
  machine: Machine,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
): Promise<void> {
  for (const timer of machine.timers ?? []) {
    const was = applies(machine, timer, before);
    const is = applies(machine, timer, after);
    if (!was && !is) continue;
    const owner = after ?? before;
    if (owner === undefined) continue;
    const id = `${account}/${owner.id}/${timer.action}`;
    if (!is) {
      await unit.tx.cancelTimer(id);
      continue;
    }
    const due = timer.at === undefined ? undefined : valueAt(after, timer.at);
    if (was && (timer.at === undefined || due === valueAt(before, timer.at))) continue;
    const at = timer.at === undefined ? unit.now + (timer.after ?? 0) : due;
    if (typeof at !== 'number') await unit.tx.cancelTimer(id);
    else {
      const { object: type } = owner;
      unit.planned(at, timer.soon ?? false);
      await unit.tx.putTimer({
        id,
        at,
        soon: timer.soon ?? false,
        account,
        type,
        object: owner.id,
        action: timer.action,
      });
    }
  }
}
