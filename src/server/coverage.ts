/** What is modelled, and what the description alone emulates. */
import type { Registry } from './engine/registry.ts';
import type { Operation } from './spec/description.ts';

export type CoverageKind = 'modelled' | 'generic';

export interface CoverageCount {
  readonly total: number;
  readonly modelled: number;
}

export interface Coverage {
  readonly api_version: string;
  readonly summary: { readonly operations: CoverageCount; readonly objects: CoverageCount };
  readonly operations: readonly {
    readonly id: string;
    readonly method: string;
    readonly path: string;
    readonly coverage: CoverageKind;
  }[];
  readonly objects: readonly {
    readonly object: string;
    readonly coverage: CoverageKind;
    /** It has a state machine. */
    readonly machine: boolean;
  }[];
}

function count(rows: readonly { coverage: CoverageKind }[]): CoverageCount {
  return { total: rows.length, modelled: rows.filter((row) => row.coverage === 'modelled').length };
}

/** As the header `Emulator-Coverage` says it. */
function operationCoverage(registry: Registry, { id, resource, kind }: Operation): CoverageKind {
  if (registry.handler(id) !== undefined) return 'modelled';
  return resource !== undefined && kind !== 'action' && registry.isModelled(resource) ? 'modelled' : 'generic';
}

export function coverageOf(registry: Registry): Coverage {
  const { description } = registry;
  const operations = description.operations.map((operation) => ({
    id: operation.id,
    method: operation.method,
    path: operation.path,
    coverage: operationCoverage(registry, operation),
  }));
  const objects = description.objects.map(({ type }) => ({
    object: type,
    coverage: (registry.isModelled(type) ? 'modelled' : 'generic') as CoverageKind,
    machine: registry.resource(type).machine !== undefined,
  }));
  return {
    api_version: description.version,
    summary: { operations: count(operations), objects: count(objects) },
    operations,
    objects,
  };
}
