/** Verbs at the end of a path: `/cancel` leads to `canceled`, `/archive` to `archived`. */
import { errors } from '../../kernel/errors.ts';
import { target } from '../../kernel/machine.ts';
import type { Call, Outcome, StoredObject } from '../../kernel/work.ts';
import type { ObjectShape, Operation } from '../../spec/description.ts';
import type { Registry } from '../registry.ts';
import { assemble } from './assemble.ts';
import { apply, changeChildren, patchOf } from './change.ts';
import { create } from './create.ts';
import { filterQuery } from './filters.ts';
import { type Fields, fieldsOf, type GenericHandler, typeOf } from './handler.ts';

/** Where the status is no form of the verb. */
const leadsTo: Readonly<Record<string, string>> = {
  activate: 'active',
  advance: 'ready',
  deactivate: 'inactive',
  finalize: 'open',
  mark_uncollectible: 'uncollectible',
  reactivate: 'active',
  resume: 'active',
  unarchive: 'active',
};

/** Where the description does not tell which statuses there are. */
const usual: readonly string[] = ['canceled', 'expired', 'failed', 'returned'];

/** The one status that the verb means or its stem begins. */
export function statusAfter(shape: ObjectShape | undefined, verb: string): string | undefined {
  const field = shape?.fields.get('status');
  if (field === undefined) return undefined;
  const statuses = (field.enum ?? usual).map(String);
  const meant = leadsTo[verb];
  if (meant !== undefined) return statuses.includes(meant) ? meant : undefined;
  const stem = verb.replace(/e$/, '');
  const fits = statuses.filter((status) => stem.length > 2 && status.startsWith(stem));
  return fits.length === 1 ? fits[0] : undefined;
}

/** `canceled_at`, `voided_at`, `status_transitions.accepted_at`: when the object entered the status. */
function timesOf(shape: ObjectShape, object: StoredObject, status: string, now: number): Fields {
  const names = [`${status}_at`, `${status}ed_at`];
  const times: Fields = {};
  for (const name of names) if (shape.fields.get(name)?.format === 'unix-time') times[name] = now;
  const transitions = fieldsOf(object).status_transitions as Fields | null | undefined;
  const entered = names.find((name) => transitions && name in transitions);
  if (entered !== undefined) times.status_transitions = { ...transitions, [entered]: now };
  return times;
}

/** Moves an object as the verb says: by its machine where it has one. */
export async function moveBy(
  call: Call,
  registry: Registry,
  object: StoredObject,
  verb: string,
): Promise<StoredObject> {
  const { work, params } = call;
  const patch = await patchOf(work, registry, object, params);
  const { machine } = registry.resource(object.object);
  const shape = registry.description.object(object.object);
  if (machine !== undefined) {
    const moves = machine.rules.some((rule) => rule.action === verb);
    if (!moves) return apply(work, registry, object, patch);
    const to = target(machine, object, verb);
    const times = shape === undefined || to === undefined ? {} : timesOf(shape, object, to, work.now);
    return work.act(object, verb, { ...patch, ...times } as Partial<StoredObject>);
  }
  const status = statusAfter(shape, verb);
  const times = shape === undefined || status === undefined ? {} : timesOf(shape, object, status, work.now);
  return apply(work, registry, object, { ...patch, ...times, ...(status !== undefined && { status }) });
}

async function find({ work, params }: Call, operation: Operation, registry: Registry): Promise<StoredObject> {
  const type = typeOf(operation);
  const [found] = await work.list(type, {
    ...(await filterQuery(work, registry.description, [type], params)),
    limit: 1,
  });
  if (found !== undefined) return found;
  const [param, value] = Object.entries(params).find(([, each]) => typeof each === 'string') ?? ['id', ''];
  throw errors.missing(type.replaceAll('.', '_'), String(value), param, 'path');
}

/** Verbs without an object of their own in the path, by a word in them; all others create. */
const withoutTarget: Readonly<Record<string, GenericHandler>> = {
  find,
  async delete(call, operation, registry) {
    const found = await find(call, operation, registry);
    await call.work.remove(found);
    return { ...found, deleted: true };
  },
  async preview({ work, params }, operation, registry) {
    return (await assemble(work, registry, { type: typeOf(operation), params })).object;
  },
};

export const action: GenericHandler = async (call, operation, registry): Promise<Outcome> => {
  const { work, params, targets } = call;
  const object = targets.at(-1);
  const verb = operation.verb ?? operation.path.slice(operation.path.lastIndexOf('/') + 1);
  if (object === undefined) {
    const word = verb.split('_').find((each) => Object.hasOwn(withoutTarget, each));
    return (withoutTarget[word ?? ''] ?? create)(call, operation, registry);
  }
  const moved = await moveBy(call, registry, object, verb);
  await changeChildren(work, registry, moved, params, verb.startsWith('remove'));
  const answersIt = operation.resource === undefined || operation.resources.includes(object.object);
  return answersIt ? moved : create(call, operation, registry);
};
