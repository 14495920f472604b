/** What the changes between one version and the newest come to, worked out once for each version. */
import type { Downgrade, Restored, VersionChange } from './change.ts';

type Link = Exclude<Restored, { kind: 'value' }>;

export interface ObjectPlan {
  readonly drops: ReadonlySet<string>;
  /** Newest first. */
  readonly chain: readonly Downgrade[];
  /** The restored fields in which other objects stand, or their ids. */
  readonly linked: readonly (readonly [field: string, link: Link])[];
}

/** By the name of the object; undefined where nothing is to be done. */
export type VersionPlan = (type: string) => ObjectPlan | undefined;

export interface DownPlan {
  readonly objects: VersionPlan;
  /** Whether answers of the version differ from the newest at all. */
  readonly differs: boolean;
  restored(type: string, field: string): Restored | undefined;
}

/** `changes` newest first: those that the version does not have. */
export function planDown(changes: readonly VersionChange[]): DownPlan {
  const types = new Set(changes.flatMap(({ objects = {} }) => Object.keys(objects)));
  const plans = new Map<string, ObjectPlan>();
  const restored = new Map<string, Restored>();
  for (const { restores = {} } of changes)
    for (const [type, fields] of Object.entries(restores))
      for (const [field, each] of Object.entries(fields)) restored.set(`${type}.${field}`, each);
  for (const type of types) {
    const linked = new Map<string, Link>();
    for (const { restores } of changes)
      for (const [field, each] of Object.entries(restores?.[type] ?? {}))
        if (each.kind !== 'value') linked.set(field, each);
    const chain = changes.flatMap(({ objects }) => objects?.[type] ?? []);
    const drops = new Set(changes.flatMap((change) => change.drops?.[type] ?? []));
    plans.set(type, { drops, chain, linked: [...linked] });
  }
  return {
    objects: (type) => plans.get(type),
    differs: plans.size > 0,
    restored: (type, field) => restored.get(`${type}.${field}`),
  };
}
