/** Outside actions that make an object of another type: they are told with what is made, and belong to what it arises from. */
import type { OutsideAction, Resource } from '../kernel/resource.ts';

type Actions = Readonly<Record<string, OutsideAction<object>>>;

export function withArising(resources: readonly Resource[]): readonly Resource[] {
  const byHost = new Map<string, Actions>();
  for (const { type, arisesFrom = {} } of resources) {
    for (const [host, actions] of Object.entries(arisesFrom)) {
      const known = byHost.get(host) ?? {};
      for (const name of Object.keys(actions))
        if (Object.hasOwn(known, name)) throw new Error(`two actions '${name}' of ${host}, one of them from ${type}`);
      byHost.set(host, { ...known, ...actions });
    }
  }
  if (byHost.size === 0) return resources;
  const merged = resources.map((resource) => {
    const actions = byHost.get(resource.type);
    byHost.delete(resource.type);
    return actions === undefined ? resource : { ...resource, outside: { ...actions, ...resource.outside } };
  });
  for (const [type, outside] of byHost) merged.push({ type, outline: true, outside });
  return merged;
}
