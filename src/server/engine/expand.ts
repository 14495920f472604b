/** `expand[]` paths, checked against the description before anything runs. */
import { errors, type StripeError } from '../kernel/errors.ts';
import type { Description, ExpandTarget, Operation } from '../spec/description.ts';

export interface ExpandTree {
  readonly [field: string]: ExpandTree;
}

const deepest = 4;
const mostPaths = 20;
const nothing: ExpandTree = Object.freeze({});

function cannotExpand(path: string, instead?: string): StripeError {
  const hint = instead === undefined ? '' : ` You may want to try expanding '${instead}' instead.`;
  return errors.invalid(`This property cannot be expanded (${path}).${hint}`);
}

function targetOf(
  description: Description,
  types: readonly string[],
  path: readonly string[],
): ExpandTarget | undefined {
  for (const type of types) {
    const target = description.object(type)?.expandAt(path);
    if (target !== undefined) return target;
  }
  return undefined;
}

/** Whether `segments`, read from objects of `types`, meets something expandable at its end. */
function expandable(description: Description, types: readonly string[], segments: readonly string[]): boolean {
  let shapes = types;
  let path: string[] = [];
  let met: ExpandTarget | undefined;
  for (let at = 0; at < segments.length; at++) {
    path.push(segments[at] ?? '');
    met = targetOf(description, shapes, path);
    if (met === undefined) return false;
    if (met.kind === 'reference') {
      shapes = met.types;
      path = [];
    } else if (met.kind === 'sublist') {
      shapes = met.types;
      path = [];
      if (segments[at + 1] === 'data') at++;
    }
  }
  return met !== undefined && (met.kind !== 'embedded' || met.includable);
}

function graft(tree: Record<string, ExpandTree>, segments: readonly string[]): void {
  let branch = tree;
  for (const segment of segments) {
    if (!Object.hasOwn(branch, segment)) branch[segment] = {};
    branch = branch[segment] as Record<string, ExpandTree>;
  }
}

export function parseExpand(description: Description, operation: Operation, paths: unknown): ExpandTree {
  if (!Array.isArray(paths) || paths.length === 0) return nothing;
  if (paths.length > mostPaths) throw errors.invalid(`You cannot expand more than ${mostPaths} properties.`, 'expand');
  const inList = operation.kind === 'list' || operation.kind === 'search';
  const tree: Record<string, ExpandTree> = Object.create(null);
  for (const path of paths.map(String)) {
    const segments = path.split('.');
    const own = inList && segments[0] === 'data' ? segments.slice(1) : segments;
    if (own.filter((segment) => segment !== 'data').length > deepest) {
      throw errors.invalid(`You cannot expand more than ${deepest} levels of a property. Property: ${path}`, 'expand');
    }
    if (inList && segments[0] !== 'data') {
      if (operation.kind === 'search' && path === 'total_count') graft(tree, segments);
      else if (expandable(description, operation.resources, segments)) throw cannotExpand(path, `data.${path}`);
      else throw cannotExpand(path);
      continue;
    }
    if (own.length === 0) continue;
    if (!expandable(description, operation.resources, own)) throw cannotExpand(path);
    graft(tree, inList ? ['data', ...own] : own);
  }
  return tree;
}
