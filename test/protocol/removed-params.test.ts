/** Every parameter that the newest version lacks, as the descriptions of older versions tell of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { VersionDifference } from '../../openapi/versions/difference.ts';
import type { Removed } from '../../openapi/versions/removed.ts';
import { StripeError } from '../../src/server/kernel/errors.ts';
import { type Params, type ParamValue, paramName } from '../../src/server/kernel/params.ts';
import { loadDescription } from '../../src/server/spec/description.ts';
import type { Schema } from '../../src/server/spec/document.ts';
import { refusedValues } from '../../src/server/versions/gaps.ts';
import { upgradeParams, versionChanges } from '../../src/server/versions/index.ts';

const description = loadDescription();
const folder = new URL('../../openapi/versions/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const removed = read('removed.json') as Removed;
const differences = new Map<string, VersionDifference>();

/** The parameter as the last version that has it describes it. */
function schemaOf(call: string, path: string, version: string): Schema {
  const difference = differences.get(version) ?? (read(`${version}.json`) as VersionDifference);
  differences.set(version, difference);
  const dot = path.lastIndexOf('.');
  const told = difference.operations[call];
  const hash = told && 'params' in told ? told.params[dot === -1 ? '' : path.slice(0, dot)] : undefined;
  const schema = hash?.properties?.[path.slice(dot + 1)];
  if (schema == null) throw new Error(`${version} does not tell of ${path} of ${call}`);
  return schema as Schema;
}

const components = (description.document as { components: { schemas: Record<string, Schema> } }).components.schemas;

function sample(schema: Schema): ParamValue {
  const { $ref, anyOf, enum: values, type, items, properties = {}, required = [] } = schema;
  if ($ref !== undefined) return sample(components[$ref.replace('#/components/schemas/', '')] ?? {});
  if (values !== undefined) return String(values[0]);
  if (items !== undefined) return [sample(items)];
  if (type === 'object') {
    const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
    return Object.fromEntries(names.map((name) => [name, sample(properties[name] ?? {})]));
  }
  if (anyOf !== undefined) return sample(anyOf[0] ?? {});
  return type === 'boolean' ? 'true' : '1';
}

function sentAt(path: string, value: ParamValue): Params {
  const [step = '', ...rest] = path.split('.');
  const inner = rest.length === 0 ? value : sentAt(rest.join('.'), value);
  return step.endsWith('[]') ? { [step.slice(0, -2)]: [inner] } : { [step]: inner };
}

/** What the types call any text. */
const samples: Readonly<Record<string, ParamValue>> = { payment_method_types: ['card'] };

/** What an operation does not go without, by its own rules. */
const beside: Readonly<Record<string, Params>> = {
  'accountLinks.create': { account: 'acct_1' },
  'invoices.createPreview': { subscription: 'sub_1' },
  'reporting.reportRuns.create': { report_type: 'balance.summary.1' },
};

const nameOf = (path: string): string => paramName(path.replaceAll('[]', '.0').split('.'));

const cases = Object.entries(removed.params).flatMap(([call, params]) => {
  const [method = '', route = ''] = call.split(' ');
  const operation = description.operations.find((each) => each.method === method && each.path === route);
  if (operation === undefined) throw new Error(`there is no ${call}`);
  return Object.entries(params).map(([path, version]) => ({
    operation,
    path,
    version,
    sent: {
      ...beside[operation.id],
      ...sentAt(path, samples[path] ?? sample(schemaOf(call, path, version))),
    },
  }));
});

/** The first version that lacks it, as the change says that takes it. */
function goneIn(operation: string, path: string): string {
  const covers = (pattern: string): boolean =>
    pattern.split('.').every((step, at) => step === '*' || step === path.split('.')[at]);
  const change = versionChanges.find(({ takes, ignores }) =>
    [...(takes?.[operation] ?? []), ...(ignores?.[operation] ?? [])].some(covers),
  );
  return change?.version ?? '';
}

type Case = Pick<(typeof cases)[number], 'operation' | 'sent' | 'path'>;

function refusal({ operation, sent }: Case, version: string | undefined): StripeError['details'] | undefined {
  try {
    operation.validate(upgradeParams(operation.id, sent, version));
    return undefined;
  } catch (error) {
    if (error instanceof StripeError) return error.details;
    throw error;
  }
}

/** Nothing else is sent, so others may be missed. */
const notTaken = (each: Case, version: string | undefined): string | undefined => {
  const error = refusal(each, version);
  return error === undefined || error.code === 'parameter_missing' ? undefined : error.message;
};

describe.each(cases)('$path of $operation.id', (each) => {
  const { operation, path, version } = each;

  it('is taken at its version, and where none is named', () => {
    expect([notTaken(each, version), notTaken(each, undefined)]).toEqual([undefined, undefined]);
  });

  it('is refused by name from the version on that lacks it', () => {
    for (const newer of [goneIn(operation.id, path), description.version]) {
      const error = refusal(each, newer);
      expect(error?.param).toBe(nameOf(path));
      expect(error?.code).toMatch(/^(parameter_unknown|payment_method_types_no_longer_supported)$/);
    }
  });
});

const values = Object.entries(removed.values).flatMap(([call, found]) => {
  const [method = '', route = ''] = call.split(' ');
  const operation = description.operations.find((each) => each.method === method && each.path === route);
  if (operation === undefined) throw new Error(`there is no ${call}`);
  return Object.entries(found).map(([choice, version]) => {
    const [path = '', value = ''] = choice.split('=');
    return { operation, choice, version, sent: { ...beside[operation.id], ...sentAt(path, value) }, path };
  });
});

describe.each(values)('$choice of $operation.id', ({ choice, ...each }) => {
  const refused = refusedValues[each.operation.id]?.[choice] !== undefined;

  it(`is ${refused ? 'refused, as the docs say' : 'taken'} at its version, and where none is named`, () => {
    for (const version of [each.version, undefined]) {
      if (refused) expect(refusal(each, version)?.param).toBe(nameOf(each.path));
      else expect(notTaken(each, version)).toBeUndefined();
    }
  });

  it('is refused by the newest version', () => {
    expect(refusal(each, description.version)?.param).toBe(nameOf(each.path));
  });
});

it('no other value is said to be refused', () => {
  const said = Object.entries(refusedValues).flatMap(([id, found]) =>
    Object.keys(found).map((each) => `${id} ${each}`),
  );
  const known = values.map(({ operation, choice }) => `${operation.id} ${choice}`);
  expect(said.filter((each) => !known.includes(each))).toEqual([]);
});
