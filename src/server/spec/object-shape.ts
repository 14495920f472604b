import { adoptParams } from './adopt.ts';
import { blankMaker } from './blank.ts';
import type { AnswerCheck } from './check.ts';
import { collapsed } from './collapse.ts';
import type { Components, Schema } from './document.ts';
import { type Field, readFields } from './field.ts';
import { holdersIn } from './holders.ts';
import { includablePaths } from './includable.ts';
import { type ExpandTarget, expandTarget, type Reference, references } from './references.ts';

export interface Sublist {
  readonly field: string;
  readonly element: string;
  /** Further types that stand in it: sources of a customer are cards, bank accounts and others. */
  readonly others: readonly string[];
  /** Always in the answer; others come when expanded. */
  readonly required: boolean;
}

export interface ObjectShape {
  /** Name of the object, the value of its `object` field: `payment_intent`. */
  readonly type: string;
  /** Only older versions have such an object. */
  readonly legacy: boolean;
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields that hold a list of other objects. */
  readonly sublists: readonly Sublist[];
  /** Paths of the fields that answers leave out unless `expand` names them; lists are not among them. */
  readonly includable: readonly (readonly string[])[];
  /** Fields that hold the id of another object, nested ones included. */
  readonly references: readonly Reference[];
  /** Fields in which other objects may stand, at any depth. */
  readonly holders: readonly string[];
  /** The fields that no answer leaves out. */
  readonly always: readonly string[];
  /** Every required field with its neutral value. The top level is new at each call; nested values are shared. */
  blank(): Record<string, unknown>;
  /** The part of `params` that the object's fields can hold, in their shape. */
  adopt(params: Readonly<Record<string, unknown>>, current?: object): Record<string, unknown>;
  /** With ids in place of the objects that are expanded in it. */
  collapse(value: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Whether deleting one is answered with its stub, not with its last state. */
  readonly leavesStub: boolean;
  /** What a deleted object leaves behind: `{ id, object, deleted: true }`, for a few types with more of its fields. */
  stub(object: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** What the first segments of an `expand` path meet. */
  expandAt(path: readonly string[]): ExpandTarget | undefined;
  /** Violations of the description, each `path: problem`. */
  check(value: unknown): string[];
}

export class DescribedObject implements ObjectShape {
  readonly type: string;
  readonly legacy: boolean;
  readonly #schema: Schema;
  readonly #components: Components;
  readonly #answers: AnswerCheck;
  #fields: ReadonlyMap<string, Field> | undefined;
  #sublists: readonly Sublist[] | undefined;
  #includable: readonly (readonly string[])[] | undefined;
  #references: readonly Reference[] | undefined;
  #holders: readonly string[] | undefined;
  #always: readonly string[] | undefined;
  #blank: (() => Record<string, unknown>) | undefined;

  constructor(type: string, schema: Schema, components: Components, answers: AnswerCheck) {
    this.type = type;
    this.legacy = schema['x-legacy'] === true;
    this.#schema = schema;
    this.#components = components;
    this.#answers = answers;
  }

  get fields(): ReadonlyMap<string, Field> {
    this.#fields ??= readFields(this.#schema, this.#components);
    return this.#fields;
  }

  get sublists(): readonly Sublist[] {
    this.#sublists ??= [...this.fields.values()].flatMap(({ name, required, elements: [element, ...others] = [] }) =>
      element === undefined ? [] : [{ field: name, element, others, required }],
    );
    return this.#sublists;
  }

  get includable(): readonly (readonly string[])[] {
    this.#includable ??= includablePaths(this.#schema, this.#components);
    return this.#includable;
  }

  get references(): readonly Reference[] {
    this.#references ??= references(this.#schema, this.#components);
    return this.#references;
  }

  get holders(): readonly string[] {
    this.#holders ??= holdersIn(this.#schema, this.#components);
    return this.#holders;
  }

  get always(): readonly string[] {
    this.#always ??= [...this.fields.values()].flatMap(({ name, required }) => (required ? [name] : []));
    return this.#always;
  }

  blank(): Record<string, unknown> {
    this.#blank ??= blankMaker(this.#schema, this.#components);
    return this.#blank();
  }

  adopt(params: Readonly<Record<string, unknown>>, current?: object): Record<string, unknown> {
    return adoptParams(
      this.#schema,
      this.#components,
      params,
      current as Readonly<Record<string, unknown>> | undefined,
    );
  }

  collapse(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return collapsed(this.#schema, this.#components, value) as Record<string, unknown>;
  }

  get leavesStub(): boolean {
    return this.#components.get(`deleted_${this.type}`) !== undefined;
  }

  stub(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const stub: Record<string, unknown> = { id: object.id, object: this.type, deleted: true };
    const kept = this.#components.get(`deleted_${this.type}`)?.required ?? [];
    for (const name of kept) if (!(name in stub)) stub[name] = object[name] ?? null;
    return stub;
  }

  expandAt(path: readonly string[]): ExpandTarget | undefined {
    return expandTarget(this.#schema, path, this.#components);
  }

  check(value: unknown): string[] {
    return this.#answers.check(this.#schema, value);
  }
}
