/** What the control API answers: the members that tests read. */
import type { RawBody } from '../raw-body.ts';

export interface ControlBody {
  readonly actions: readonly string[];
  readonly attempts: readonly [Attempt, ...Attempt[]];
  readonly counts: Readonly<Record<string, number>>;
  readonly data: ControlBody & readonly [ControlBody, ...ControlBody[]];
  readonly duplicate: boolean;
  readonly error: RawBody;
  readonly event: string;
  readonly failed: { readonly step: string };
  readonly failure: string | null;
  readonly fired: readonly object[];
  readonly has_more: boolean;
  readonly id: string;
  readonly machine: { readonly mermaid: string; readonly state: string };
  readonly mode: string;
  readonly name: string;
  readonly now: number;
  /** The object itself beside its machine and in events; its type elsewhere. */
  readonly object: RawBody & string;
  readonly objects: readonly object[];
  readonly operations: readonly OperationRow[];
  readonly outside: readonly string[];
  readonly params: RawBody;
  readonly paths: Readonly<Record<string, object>>;
  readonly response: RawBody;
  readonly states: readonly string[];
  readonly status: string;
  readonly summary: Readonly<Record<'objects' | 'operations', { readonly total: number }>>;
  readonly timeline: readonly { readonly text: string }[];
  readonly uptime_s: number;
  readonly url: string;
}

interface OperationRow {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly coverage: string;
}

interface Attempt {
  readonly error: string | null;
  readonly status: number;
}
