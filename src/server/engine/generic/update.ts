import { apply, changeChildren, patchOf } from './change.ts';
import type { GenericHandler } from './handler.ts';
import { targetOf } from './handler.ts';
import { single } from './single.ts';

export const update: GenericHandler = async (call, operation, registry) => {
  const { work, params } = call;
  const { object, stored } = operation.singleton
    ? await single(call, operation, registry)
    : { object: targetOf(call, operation), stored: true };
  const patch = await patchOf(work, registry, object, params);
  if (!stored) return work.insert({ ...object, ...patch });
  const updated = await apply(work, registry, object, patch);
  await changeChildren(work, registry, updated, params);
  return updated;
};
