/** Which clock an object goes by, and which one a call. */
import type { Params } from '../kernel/params.ts';
import type { StoredObject } from '../kernel/work.ts';
import type { Tx } from '../store/port.ts';
import type { Registry } from './registry.ts';

/** A clock that is on its way to a later time. */
export interface MovingClock {
  readonly account: string;
  readonly type: string;
  readonly id: string;
}

interface Place {
  readonly registry: Registry;
  readonly tx: Tx;
  readonly account: string;
}

async function find({ registry, tx, account }: Place, id: unknown): Promise<StoredObject | undefined> {
  if (typeof id !== 'string') return undefined;
  for (const type of registry.typesOfId(id)) {
    if (!registry.keepsTime(type)) continue;
    const found = (await tx.get(account, type, id)) as StoredObject | undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The object that keeps the time of `object`: itself, or what its field names, or what that one's field names. */
export async function clockOf(place: Place, object: StoredObject): Promise<StoredObject | undefined> {
  let current: StoredObject | undefined = object;
  while (current !== undefined) {
    const { isClock, clock } = place.registry.resource(current.object);
    if (isClock !== undefined) return current;
    if (clock === undefined) return undefined;
    current = await find(place, (current as unknown as Readonly<Record<string, unknown>>)[clock]);
  }
  return undefined;
}

/** Of the object that the path of a call names, else of the first one that its parameters name. */
export async function clockOfCall(
  place: Place,
  targets: readonly StoredObject[],
  params: Params,
): Promise<StoredObject | undefined> {
  const target = targets.at(-1);
  if (target !== undefined) return place.registry.keepsTime(target.object) ? clockOf(place, target) : undefined;
  for (const name in params) {
    const value = params[name];
    if (typeof value !== 'string' || !place.registry.mayKeepTime(value)) continue;
    const named = await find(place, value);
    const clock = named && (await clockOf(place, named));
    if (clock !== undefined) return clock;
  }
  return undefined;
}
