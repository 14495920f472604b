/** What is modelled, and what the description alone emulates. */
import type { Coverage as OperationCoverage, Registry } from './engine/registry.ts';

interface CoverageCount {
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
    readonly coverage: OperationCoverage;
  }[];
  readonly objects: readonly {
    readonly object: string;
    readonly coverage: OperationCoverage;
    /** It has a state machine. */
    readonly machine: boolean;
  }[];
}

function count(rows: readonly { coverage: OperationCoverage }[]): CoverageCount {
  return { total: rows.length, modelled: rows.filter((row) => row.coverage === 'modelled').length };
}

export function coverageOf(registry: Registry): Coverage {
  const { description } = registry;
  const operations = description.operations.map((operation) => ({
    id: operation.id,
    method: operation.method,
    path: operation.path,
    coverage: registry.coverage(operation),
  }));
  const objects = description.objects.map(({ type }) => ({
    object: type,
    coverage: (registry.isModelled(type) ? 'modelled' : 'generic') as OperationCoverage,
    machine: registry.resource(type).machine !== undefined,
  }));
  return {
    api_version: description.version,
    summary: { operations: count(operations), objects: count(objects) },
    operations,
    objects,
  };
}
