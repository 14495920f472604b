/** What a release of the stripe package was answered, held against its own types by the compiler. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { objectNames } from '../../src/fixtures/object-types.ts';
import { accepted } from './accepted-types.ts';
import type { Answer } from './sdk-bench.ts';
import type { Sdk } from './sdks.ts';

/** Above the answers. What has more fields than a type asks for satisfies it: Stripe adds fields to every version. */
const prelude = [
  "import type Stripe from 'stripe';",
  'type AnswerOf<M> = M extends (...args: never[]) => Promise<infer R> ? (R extends Stripe.Response<infer T> ? T : never) : never;',
  // Stripe sends new types of events to every version: https://docs.stripe.com/api/versioning
  "type Unnamed = Omit<Stripe.Event, 'type' | 'data'>;",
  'type Named<T> = [Extract<Stripe.Event, { type: T }>] extends [never] ? Unnamed : Extract<Stripe.Event, { type: T }>;',
  'declare const never: never;',
];

/** Stands for what is accepted. */
const never = Symbol('never');

/** The first version whose SDK makes objects of decimals. */
const decimalsSince = '2026-03-25';

/** The types have whole hashes there; Stripe sends those of their fields that changed. */
const changed = 'previous_attributes';

/** The first version in which invoices name no subscription of their own. */
const parentsSince = '2025-03-31';

const root = fileURLToPath(new URL('../../', import.meta.url));

const methodOf = (call: string): string =>
  call
    .split('.')
    .map((name) => `['${name}']`)
    .join('');

/** The names of the types of objects, by what these call themselves: `Stripe.Issuing.Card`. */
const typeNames = new Map(
  [
    ...readFileSync(new URL('../../src/fixtures/object-types.ts', import.meta.url), 'utf8').matchAll(
      /^ {2}(\w+): (Stripe\.[\w.]+);/gm,
    ),
  ].map(([, name, type]) => [objectNames[name as keyof typeof objectNames] as string, type]),
);

interface TypedEvent {
  readonly type: string;
  readonly data: { readonly object: { readonly object: string } };
}

/** Until 2023-08-16 all events had one type, which says nothing of their objects. */
const eventTypesSince = '2023-08-16';

function eventType({ type, data }: TypedEvent, sdk: Sdk): string {
  if (sdk.version >= eventTypesSince) return `Named<'${type}'>`;
  const carried = sdk.knows(data.object.object)
    ? `{ data: { object: ${typeNames.get(data.object.object)} } }`
    : 'unknown';
  return `Unnamed & ${carried}`;
}

function typeOf({ call, json }: Answer, sdk: Sdk): string {
  if (call === 'event') return eventType(json as TypedEvent, sdk);
  if (call === 'fixture') return typeNames.get((json as { object: string }).object) ?? 'unknown';
  return `AnswerOf<Stripe${methodOf(call)}>`;
}

/** JSON with what is accepted, as the types want it. */
function withAccepted(json: unknown, sdk: Sdk): unknown {
  if (Array.isArray(json)) return json.map((each) => withAccepted(each, sdk));
  if (typeof json !== 'object' || json === null) return json;
  const fields = Object.entries(json).map(([key, value]) => [key, withAccepted(value, sdk)]);
  const made = Object.fromEntries(fields) as Record<string, unknown>;
  for (const { sdks, object, field } of accepted)
    if (made.object === object && sdks.includes(sdk.name)) put(made, field.split('.'));
  return made;
}

function put(hash: Record<string, unknown>, [name = '', ...rest]: readonly string[]): void {
  if (rest.length === 0) hash[name] = never;
  else if (typeof hash[name] === 'object' && hash[name] !== null) put(hash[name] as Record<string, unknown>, rest);
}

/** JSON as an expression that keeps its literal types, and of which the compiler does not ask that it has no other fields. */
function expression(json: unknown, name: string, hasDecimals: boolean): string {
  if (json === never) return 'never';
  if (typeof json === 'string' && hasDecimals && name.endsWith('_decimal')) return 'decimal';
  if (typeof json === 'string' || typeof json === 'boolean')
    return `${JSON.stringify(json)} as ${JSON.stringify(json)}`;
  if (typeof json !== 'object' || json === null) return String(json);
  if (Array.isArray(json)) return `[${json.map((each) => expression(each, name, hasDecimals)).join(', ')}]`;
  const fields = Object.entries(json)
    .filter(([key]) => key !== changed)
    .map(([key, value]) => `${JSON.stringify(key)}: ${expression(value, key, hasDecimals)}`);
  return `{ ${fields.join(', ')} }`;
}

function compile(folder: string): Promise<string> {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const child = spawn(process.execPath, [tsc, '-p', folder, '--pretty', 'false']);
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve) => child.on('close', () => resolve(Buffer.concat(said).toString())));
}

const nameOf = ({ call, json }: Answer): string =>
  call === 'event'
    ? (json as TypedEvent).type
    : call === 'fixture'
      ? `fixture ${(json as { object: string }).object}`
      : call;

/** Where it is and what is wrong there, without the types that are written out on the way. */
function inShort(complaint: string): string {
  const lines = complaint
    .replaceAll(/\{ .* \}/g, '{}')
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const places = lines.flatMap((line) => /(?:property|of) '([\w.[\]]+)'/.exec(line)?.[1] ?? []);
  return [...new Set([...places, lines.at(-1)])].join(' > ').replace(/^answers\.ts\S* error /, '');
}

/** Whoever has this release installed uses the kit with its types. */
const caller = (sdk: Sdk): string[] => [
  "import type Stripe from 'stripe';",
  "import { event, fixtures } from 'stripe-emulator/fixtures';",
  `const kit = fixtures.version('${sdk.version}');`,
  'export const dispute: Stripe.Dispute = kit.dispute.lost({ amount: 1999 });',
  'export const invoice: Stripe.Invoice = kit.invoice.as("paid");',
  "export const paid: Stripe.Event = event('invoice.paid', invoice);",
  "const { object } = event('charge.dispute.closed', dispute).data;",
  'export const { status } = object as Stripe.Dispute;',
  '// @ts-expect-error there is no such field',
  'kit.dispute({ amunt: 1999 });',
  ...(sdk.version < parentsSince ? ["kit.invoice({ subscription: 'sub_1', paid: true }).charge;"] : []),
];

/** Each complaint of the compiler with the call that it is about; none where all answers are as the release types them. */
export async function complaints(sdk: Sdk, answers: readonly Answer[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stripe-answers-'));
  try {
    const hasDecimals = sdk.version >= decimalsSince;
    const head = hasDecimals ? [...prelude, 'declare const decimal: Stripe.Decimal;'] : prelude;
    const lines = answers.map((answer, at) => {
      const written = expression(withAccepted(answer.json, sdk), '', hasDecimals);
      return `const a${at} = ${written}; export const b${at}: ${typeOf(answer, sdk)} = a${at};`;
    });
    const compilerOptions = {
      target: 'ES2022',
      lib: ['ES2023'],
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [`${root}node_modules/@types`],
      paths: { stripe: [sdk.types], 'stripe-emulator/fixtures': [`${root}dist/fixtures/index.d.ts`] },
    };
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['answers.ts', 'caller.ts'] }),
    );
    writeFileSync(join(folder, 'caller.ts'), caller(sdk).join('\n'));
    writeFileSync(join(folder, 'answers.ts'), [...head, ...lines].join('\n'));
    const said = await compile(folder);
    return said
      .split(/^(?=\S)/m)
      .filter((each) => each.trim() !== '')
      .map((complaint) => {
        const answer = answers[Number(/answers\.ts\((\d+)/.exec(complaint)?.[1]) - head.length - 1];
        return answer === undefined ? complaint : `${nameOf(answer)}: ${inShort(complaint)}`;
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
