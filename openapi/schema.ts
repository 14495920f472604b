/** The JSON Schema subset that `stripe.json` uses. Keys starting with `x-` are ours. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: (string | number | boolean)[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: Schema;
  format?: string;
  maxLength?: number;
  'x-object'?: string;
  'x-deleted'?: true;
  /** Only older versions have it. */
  'x-legacy'?: true;
  'x-open'?: true;
  'x-expandable'?: string[];
  'x-list-of'?: Schema;
  'x-search-of'?: Schema;
  'x-emptyable'?: true;
  'x-metadata'?: true;
  /** Left out of answers unless `expand` names it. */
  'x-includable'?: true;
  /** The types lack it, real answers carry it. */
  'x-undeclared'?: true;
  /** Stripe refuses this parameter, we take it. */
  'x-lenient'?: true;
  /** At least one of these parameters is needed; the first is named when none is there. */
  'x-one-of'?: string[];
};

export type Parameter = {
  name: string;
  in: 'path' | 'query';
  required?: true;
  schema: Schema;
  'x-missing-param'?: string;
};

export type Content = Record<string, { schema?: Schema }>;

export type Operation = {
  operationId: string;
  'x-legacy'?: true;
  /** The newest of the described versions that has it, where the newest lacks it. */
  'x-until'?: string;
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: { '200': { content: Content } };
};

export type Verb = 'get' | 'post' | 'delete';

export type Paths = Record<string, Partial<Record<Verb, Operation>>>;

export type Description = {
  openapi: '3.1.0';
  info: { title: string; version: string; 'x-stripe-package': string };
  'x-events': Record<string, string | string[]>;
  'x-id-prefixes': Record<string, string>;
  paths: Paths;
  components: { schemas: Record<string, Schema> };
};

const PREFIX = '#/components/schemas/';

export const refTo = (component: string): Schema => ({ $ref: PREFIX + component });

/** The path parameters of a path with names in braces; `missingParam` renames the last one in the answer to an unknown id. */
export function idsOf(path: string, missingParam: Record<string, string>): Parameter[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.map((name, index) => {
    const id: Parameter = { name, in: 'path', required: true, schema: { type: 'string' } };
    const missing = index === names.length - 1 ? missingParam[path] : undefined;
    return missing === undefined ? id : { ...id, 'x-missing-param': missing };
  });
}

export const operationsOf = (paths: Paths): Operation[] =>
  Object.values(paths).flatMap((entry) => Object.values(entry));

export const componentOf = (schema: Schema): string => schema.$ref?.slice(PREFIX.length) ?? '';

export const NULL: Schema = { type: 'null' };
