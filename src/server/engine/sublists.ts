/** Lists inside objects (`refunds` of a charge): whose children they show and under which url. */
import type { Description, Operation } from '../spec/description.ts';

/** Stored on objects whose shape has no field for the object they belong to; never shown. */
export const parentField = '_parent';

export interface Sublist {
  readonly field: string;
  readonly element: string;
  readonly required: boolean;
  /** Field of the child that holds the id of the parent. */
  readonly link: string;
  /** Children of further types, likewise. */
  readonly others: readonly (readonly [element: string, link: string])[];
  url(parent: string): string;
}

/** The field of `child` that names its `parent`. */
export function linkField(description: Description, child: string, parent: string): string {
  for (const reference of description.object(child)?.references ?? []) {
    if (reference.path.length === 1 && !reference.array && reference.types.includes(parent))
      return reference.path[0] ?? parentField;
  }
  return description.object(child)?.fields.has(parent) ? parent : parentField;
}

function listOperation(description: Description, parent: string, element: string): Operation | undefined {
  return description.operations.find(
    (operation) =>
      operation.kind === 'list' &&
      operation.resources.includes(element) &&
      operation.pathParams.length === 1 &&
      operation.pathParams[0]?.type === parent,
  );
}

export function sublistsOf(description: Description, parent: string): readonly Sublist[] {
  return (description.object(parent)?.sublists ?? []).map(({ field, element, others, required }) => {
    const nested = listOperation(description, parent, element);
    const link = linkField(description, element, parent);
    const flat = description.operations.find(
      (operation) =>
        operation.kind === 'list' && operation.resources.includes(element) && operation.pathParams.length === 0,
    );
    const path = nested?.path ?? flat?.path ?? `/v1/${element.replaceAll('.', '/')}s`;
    return {
      field,
      element,
      required,
      link,
      others: others.map((each) => [each, linkField(description, each, parent)] as const),
      url: (id: string) => (nested === undefined ? `${path}?${parent}=${id}` : path.replace(/\{\w+\}/, id)),
    };
  });
}
