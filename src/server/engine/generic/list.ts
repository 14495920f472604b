import { pageQuery } from '../../kernel/page.ts';
import type { Params } from '../../kernel/params.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { Operation } from '../../spec/description.ts';
import type { Registry } from '../registry.ts';
import { linkField } from '../sublists.ts';
import { filterQuery } from './filters.ts';
import { fieldsOf, type GenericHandler, pathOf, typeOf } from './handler.ts';

/** Filters that want an object that is or was there; for others, such as the charge of disputes, an unknown one is just no match. */
const checked: ReadonlySet<string> = new Set(['customer', 'product', 'subscription']);

async function checkFilters(work: Work, { resources }: Operation, registry: Registry, params: Params): Promise<void> {
  for (const type of resources) {
    for (const { path, types, array } of registry.description.object(type)?.references ?? []) {
      const [field = ''] = path;
      const id = path.length === 1 && !array && checked.has(field) ? params[field] : undefined;
      if (typeof id !== 'string' || id === '') continue;
      let known = false;
      for (const each of types) known ||= ((await work.get(each, id)) ?? (await work.stub(each, id))) !== undefined;
      if (!known) await work.find(types[0] ?? '', id, field);
    }
  }
}

/** A list that can be asked for the objects of a clock leaves them out unless a parameter names the clock, or who goes by it. */
function clockField(
  registry: Registry,
  operation: Operation,
  { clock: asked }: Work,
): ((row: StoredObject) => boolean) | undefined {
  const [type = ''] = operation.resources;
  const { clock } = registry.resource(type);
  if (asked !== undefined || clock === undefined || !operation.takes(clock)) return undefined;
  const isClock = (named: string): boolean => registry.resource(named).isClock !== undefined;
  return (row) => {
    const id = fieldsOf(row)[clock];
    return typeof id === 'string' && registry.typesOfId(id).some(isClock);
  };
}

export const list: GenericHandler = async (call, operation, registry) => {
  const { work, params, targets } = call;
  const { description } = registry;
  await checkFilters(work, operation, registry, params);
  const { where, filter } = await filterQuery(work, description, operation.resources, params);
  const parent = targets.at(-1);
  const hides = clockField(registry, operation, work);
  const link = parent && { [linkField(description, typeOf(operation), parent.object)]: parent.id };
  const query = {
    ...pageQuery(params),
    where: { ...where, ...link },
    ...((filter ?? hides) && { filter: (row: StoredObject) => (filter?.(row) ?? true) && !(hides?.(row) ?? false) }),
  };
  return work.page(operation.resources, query, pathOf(operation, call));
};
