import { moveBy, statusAfter } from './action.ts';
import { type GenericHandler, targetOf } from './handler.ts';
import { single } from './single.ts';

/** Most objects leave a stub; a few are canceled instead, or answer their last state. */
export const remove: GenericHandler = async (call, operation, registry) => {
  const { work } = call;
  const object = operation.singleton ? (await single(call, operation, registry)).object : targetOf(call, operation);
  const { description } = registry;
  const shape = description.object(object.object);
  if (!operation.answersStub && statusAfter(shape, 'cancel') !== undefined)
    return moveBy(call, registry, object, 'cancel');
  await work.remove(object);
  if (!operation.answersStub || shape?.leavesStub === false) return object;
  return (await work.stub(object.object, object.id)) ?? { id: object.id, object: object.object, deleted: true };
};
