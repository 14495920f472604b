import type { StoredObject, Work } from '../../kernel/work.ts';

/** Work that sees its own writes and leaves no trace of them: no object, no event. Lists show what is stored. */
export function rehearsal(work: Work, written = new Map<string, StoredObject>()): Work {
  const keep = <T extends StoredObject>(object: T): Promise<T> => {
    written.set(object.id, object);
    return Promise.resolve(object);
  };
  const current = <T extends StoredObject>(object: T): T => (written.get(object.id) as T | undefined) ?? object;
  const own: Partial<Work> = {
    get: <T extends StoredObject>(type: string, id: string) => {
      const found = written.get(id);
      return found?.object === type ? Promise.resolve(found as T) : work.get<T>(type, id);
    },
    insert: keep,
    update: (object, patch) => keep({ ...current(object), ...patch }),
    remove: () => Promise.resolve(),
    at: async (object) => rehearsal(await work.at(object), written),
  };
  return Object.assign(Object.create(work) as Work, own);
}
