import type { Params } from '../kernel/params.ts';
import type { AnswerCheck } from './check.ts';
import { type Components, type OperationEntry, objectNames, type Schema } from './document.ts';
import type { PathTypes } from './path-types.ts';
import type { Validators } from './validator.ts';

export type Method = 'GET' | 'POST' | 'DELETE';
type OperationKind = 'create' | 'retrieve' | 'update' | 'delete' | 'list' | 'search' | 'action' | 'binary';

export interface PathParam {
  readonly name: string;
  /** What an error about an unknown id calls it: `id` for charges, `intent` for payment intents. */
  readonly missingParam: string;
  /** Object that the segment names: `charge` in `/v1/charges/{charge}/refunds`. */
  readonly type: string | undefined;
}

export interface Operation {
  /** Accessor path in Stripe's libraries: `disputes.close`. */
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly pathParams: readonly PathParam[];
  readonly kind: OperationKind;
  /** Object answered, of lists its elements; of a union the first of `resources`. */
  readonly resource: string | undefined;
  /** All choices of a union; first the one that the path names (`/cards`), then those that no other path retrieves (bank accounts). */
  readonly resources: readonly string[];
  /** A delete answers the stub `{id, object, deleted: true}`; a few answer the object in its last state instead. */
  readonly answersStub: boolean;
  /** Last word of an action's path: `close`. */
  readonly verb: string | undefined;
  /** The object has no id of its own in the path: `/v1/balance`, `/v1/customers/{customer}/cash_balance`. */
  readonly singleton: boolean;
  readonly legacy: boolean;
  /** The newest version that has it, where the newest of all lacks it. */
  readonly until: string | undefined;
  readonly multipart: boolean;
  readonly paramNames: ReadonlySet<string>;
  /** Query parameters of a list that name a field of its elements. */
  readonly filters: readonly string[];
  takes(name: string): boolean;
  /** Coerces parameters to their described types; throws a StripeError that names the first fault. */
  validate(params: Params): Params;
  /** Violations of the description in an answer, each `path: problem`. */
  checkAnswer(answer: unknown): string[];
}

interface OperationContext {
  components: Components;
  answers: AnswerCheck;
  validators: Validators;
  types: PathTypes;
}

const PAGING = new Set(['limit', 'starting_after', 'ending_before', 'created', 'expand']);
const EXPAND: Schema = { type: 'array', items: { type: 'string' } };

export class DescribedOperation implements Operation {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly kind: OperationKind;
  readonly resource: string | undefined;
  readonly resources: readonly string[];
  readonly answersStub: boolean;
  readonly verb: string | undefined;
  readonly singleton: boolean;
  readonly legacy: boolean;
  readonly until: string | undefined;
  readonly multipart: boolean;
  readonly validate: (params: Params) => Params;
  readonly #entry: OperationEntry;
  readonly #context: OperationContext;
  #pathParams: readonly PathParam[] | undefined;
  #params: Schema | undefined;
  #paramNames: ReadonlySet<string> | undefined;
  #filters: readonly string[] | undefined;

  constructor(method: Method, path: string, entry: OperationEntry, context: OperationContext) {
    const answer = entry.responses['200'].content['application/json']?.schema;
    const answered = objectNames(answer?.['x-list-of'] ?? answer?.['x-search-of'] ?? answer, context.components);
    const last = path.slice(path.lastIndexOf('/') + 1);
    this.#entry = entry;
    this.#context = context;
    this.id = entry.operationId;
    this.method = method;
    this.path = path;
    this.kind = kindOf(method, entry.operationId, last, answer);
    this.resources = context.types.inOrder(path, answered);
    this.resource = this.resources[0];
    this.answersStub = this.kind === 'delete' && answered.some((name) => name.startsWith('deleted_'));
    this.verb = this.kind === 'action' ? last : undefined;
    this.singleton = !last.startsWith('{') && ['retrieve', 'update', 'delete'].includes(this.kind);
    this.legacy = entry['x-legacy'] === true;
    this.until = entry['x-until'];
    this.multipart = entry.requestBody?.content['multipart/form-data'] !== undefined;
    this.validate = context.validators.of(() => this.#schema());
  }

  get pathParams(): readonly PathParam[] {
    this.#pathParams ??= (this.#entry.parameters ?? [])
      .filter((each) => each.in === 'path')
      .map(({ name, 'x-missing-param': missingParam = name }) => {
        const type = this.#context.types.at(this.path.slice(0, this.path.indexOf(`{${name}}`) + name.length + 2), name);
        return { name, missingParam, type };
      });
    return this.#pathParams;
  }

  get paramNames(): ReadonlySet<string> {
    this.#paramNames ??= new Set(Object.keys(this.#schema().properties ?? {}));
    return this.#paramNames;
  }

  get filters(): readonly string[] {
    const { components } = this.#context;
    this.#filters ??=
      this.kind !== 'list'
        ? []
        : [...this.paramNames].filter(
            (name) =>
              !PAGING.has(name) &&
              this.resources.some((type) => components.get(type)?.properties?.[name] !== undefined),
          );
    return this.#filters;
  }

  takes(name: string): boolean {
    return this.paramNames.has(name);
  }

  checkAnswer(answer: unknown): string[] {
    const schema = this.#entry.responses['200'].content['application/json']?.schema;
    return schema === undefined ? [] : this.#context.answers.check(schema, answer);
  }

  #schema(): Schema {
    this.#params ??= paramsOf(this.#entry, this.#context.components);
    return this.#params;
  }
}

function paramsOf(entry: OperationEntry, components: Components): Schema {
  const body = Object.values(entry.requestBody?.content ?? {})[0]?.schema;
  if (body !== undefined) {
    const { properties = {}, required = [] } = components.resolve(body);
    return { type: 'object', properties: { expand: EXPAND, ...properties }, required };
  }
  const query = (entry.parameters ?? []).filter((each) => each.in === 'query');
  return {
    type: 'object',
    properties: { expand: EXPAND, ...Object.fromEntries(query.map((each) => [each.name, each.schema])) },
    required: query.filter((each) => each.required).map((each) => each.name),
  };
}

/** Stripe's libraries name their methods consistently, which tells `POST /v1/account_links` (create) from `POST /v1/disputes/{dispute}/close`. */
function kindOf(method: Method, id: string, last: string, answer: Schema | undefined): OperationKind {
  if (answer === undefined) return 'binary';
  if (method === 'DELETE') return 'delete';
  const name = id.slice(id.lastIndexOf('.') + 1);
  if (method === 'GET') {
    if (answer['x-list-of'] !== undefined) return 'list';
    if (answer['x-search-of'] !== undefined) return 'search';
    return last.startsWith('{') || name.startsWith('retrieve') ? 'retrieve' : 'action';
  }
  if (last.startsWith('{')) return 'update';
  if (last.startsWith('create') || last.startsWith('update')) return 'action';
  return name.startsWith('update') ? 'update' : name.startsWith('create') ? 'create' : 'action';
}
