/** `expand[]` paths, checked against the description before anything runs. */
import { errors, type StripeError } from '../kernel/errors.ts';
import type { ExpandTree } from '../kernel/reader.ts';
import type { Description, ExpandTarget, Operation } from '../spec/description.ts';

const deepest = 4;
const mostPaths = 20;
const nothing: ExpandTree = Object.freeze({});

function cannotExpand(path: string, instead?: string): StripeError {
  const hint = instead === undefined ? '' : ` You may want to try expanding '${instead}' instead.`;
  return errors.invalid(`This property cannot be expanded (${path}).${hint}`);
}

type Met = Pick<ExpandTarget, 'kind' | 'types' | 'includable'>;

/**
 * The types of the objects that a field of an older version stands for, where the description lacks the field; 'hash' where
 * such fields are inside it, at a path of their own.
 */
export type OlderReference = (type: string, path: string) => readonly string[] | 'hash' | undefined;

interface Places {
  readonly description: Description;
  readonly older: OlderReference;
}

/** `inside`: types of an object that is embedded where the path without its last segment leads. */
function targetOf(
  { description, older }: Places,
  types: readonly string[],
  path: readonly string[],
  inside: readonly string[],
): Met | undefined {
  for (const type of types) {
    const target = description.object(type)?.expandAt(path);
    if (target !== undefined) return target;
  }
  const found = inside.map((type) => older(type, path.at(-1) ?? ''));
  for (const referred of [...types.map((type) => older(type, path.join('.'))), ...found]) {
    if (referred === 'hash') return { kind: 'embedded', types: [], includable: false };
    if (referred !== undefined) return { kind: 'reference', types: referred, includable: false };
  }
  return undefined;
}

/** Whether `segments`, read from objects of `types`, meets something expandable at its end. */
function expandable(places: Places, types: readonly string[], segments: readonly string[]): boolean {
  let shapes = types;
  let path: string[] = [];
  let met: Met | undefined;
  for (let at = 0; at < segments.length; at++) {
    path.push(segments[at] ?? '');
    met = targetOf(places, shapes, path, met?.types ?? []);
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

const newestOnly: OlderReference = () => undefined;

export function parseExpand(
  description: Description,
  operation: Operation,
  paths: unknown,
  older: OlderReference = newestOnly,
): ExpandTree {
  if (!Array.isArray(paths) || paths.length === 0) return nothing;
  if (paths.length > mostPaths) throw errors.invalid(`You cannot expand more than ${mostPaths} properties.`, 'expand');
  const places = { description, older };
  const inList = operation.kind === 'list' || operation.kind === 'search';
  const tree: Record<string, ExpandTree> = Object.create(null);
  for (const path of paths.map(String)) {
    const segments = path.split('.');
    const own = inList && segments[0] === 'data' ? segments.slice(1) : segments;
    // Every step counts, `data` too: listed charges lead as far as `data.payment_intent.customer.default_source`.
    if (segments.length > deepest) {
      const message = `You cannot expand more than ${deepest} levels of a property. Property: ${path}`;
      throw errors.invalid(message, undefined, 'property_expansion_max_depth');
    }
    if (inList && segments[0] !== 'data') {
      if (operation.kind === 'search' && path === 'total_count') graft(tree, segments);
      else if (expandable(places, operation.resources, segments)) throw cannotExpand(path, `data.${path}`);
      else throw cannotExpand(path);
      continue;
    }
    if (own.length === 0) continue;
    if (!expandable(places, operation.resources, own)) throw cannotExpand(path);
    graft(tree, inList ? ['data', ...own] : own);
  }
  return tree;
}
