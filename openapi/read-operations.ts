import { createRequire } from 'node:module';
import ts from 'typescript';
import { declarationOf, findDeclaration, type Package, plainName } from './read-package.ts';

/** One method of the SDK: what it sends, and the types it declares. */
export type SdkOperation = {
  /** Accessor path and method, `checkout.sessions.create`. */
  id: string;
  verb: 'GET' | 'POST' | 'DELETE';
  /** Path with `{0}`, `{1}` for the ids. */
  path: string;
  multipart: boolean;
  kind: 'object' | 'list' | 'search' | 'stream';
  params: ts.InterfaceDeclaration | undefined;
  answer: ts.TypeNode | undefined;
};

type Client = new (key: string) => object;
type Headers = Record<string, string>;
type Sent = { verb: string; path: string; headers: Headers };

/** What `_makeRequest` of a resource is handed, from release 22 on and before. */
type Recorded =
  | [verb: string, path: string, params: unknown, options: unknown, spec?: { headers?: Headers }]
  | [args: string[], spec: { method: string; fullPath: string; headers?: Headers }];

function sentBy(call: Recorded): Sent {
  const [first, second] = call;
  if (typeof first === 'string') {
    const [verb, path, , , spec] = call as Extract<Recorded, [string, ...unknown[]]>;
    return { verb, path, headers: spec?.headers ?? {} };
  }
  const { method, fullPath, headers = {} } = second as Extract<Recorded, [string[], unknown]>[1];
  const ids = [...first];
  return { verb: method, path: fullPath.replace(/\{\w+\}/g, () => ids.shift() ?? ''), headers };
}

/** Calls every method of an SDK client whose requests are recorded, not sent, beside its declared signature. */
export function readOperations(source: Package): SdkOperation[] {
  const sent: Sent[] = [];
  const record = (...call: Recorded) => {
    sent.push(sentBy(call));
    return Promise.resolve({});
  };
  const { checker } = source;
  const operations: SdkOperation[] = [];

  type Holder = ts.ClassDeclaration | ts.TypeLiteralNode;

  /** What a property of the client holds calls in; nothing for its other properties. */
  function holderOf(type: ts.TypeNode): Holder | undefined {
    if (ts.isTypeLiteralNode(type)) return type;
    const found = ts.isTypeReferenceNode(type) ? findDeclaration(checker, type.typeName) : undefined;
    return found && ts.isClassDeclaration(found) && source.isResource(found.getSourceFile()) ? found : undefined;
  }

  function walk(client: object, holder: Holder, accessor: string) {
    for (const member of holder.members) {
      if ((ts.isPropertyDeclaration(member) || ts.isPropertySignature(member)) && member.type) {
        const name = member.name.getText();
        const inner: unknown = Reflect.get(client, name);
        if (OMITTED.has(accessor + name) || typeof inner !== 'object' || inner === null) continue;
        if (member.modifiers?.some((each) => each.kind === ts.SyntaxKind.PrivateKeyword)) continue;
        const held = holderOf(member.type);
        if (held !== undefined) walk(inner, held, `${accessor}${name}.`);
      } else if (accessor !== '' && ts.isMethodDeclaration(member)) {
        const operation = call(client, member, accessor);
        if (operation !== undefined) operations.push(operation);
      }
    }
  }

  function call(client: object, method: ts.MethodDeclaration, accessor: string): SdkOperation | undefined {
    const name = method.name.getText();
    const ids = method.parameters.filter((each) => each.type && /^string\b/.test(each.type.getText()));
    const run: unknown = Reflect.get(client, name);
    if (typeof run !== 'function') return undefined;
    sent.length = 0;
    Reflect.set(client, '_makeRequest', record);
    run.apply(
      client,
      ids.map((_, index) => `ID${index}`),
    );
    const [request] = sent;
    if (request === undefined || !request.path.startsWith('/v1/')) return undefined;
    const { verb } = request;
    if (verb !== 'GET' && verb !== 'POST' && verb !== 'DELETE') throw new Error(`${accessor}${name} sends ${verb}`);
    return {
      id: accessor + name,
      verb,
      path: request.path.replace(/ID(\d)/g, '{$1}'),
      multipart: request.headers['Content-Type'] === 'multipart/form-data',
      params: paramsOf(method),
      ...answerOf(method),
    };
  }

  function paramsOf(method: ts.MethodDeclaration): ts.InterfaceDeclaration | undefined {
    const type = method.parameters.find((each) => each.name.getText() === 'params')?.type;
    if (type === undefined || !ts.isTypeReferenceNode(type)) return undefined;
    const declaration = declarationOf(checker, type.typeName);
    if (!ts.isInterfaceDeclaration(declaration)) throw new Error(`${type.getText()} is no interface`);
    return declaration;
  }

  const exported = createRequire(import.meta.url)(source.home) as Client | { Stripe: Client };
  const Stripe = 'Stripe' in exported ? exported.Stripe : exported;
  const client = new Stripe('sk_test_offline');
  const main = source.client.find(ts.isClassDeclaration);
  if (main === undefined) throw new Error('the stripe package declares no client class');
  walk(client, main, '');
  return operations;
}

/** Accessors to leave out: `account` is `accounts` under an old name, the others are not of v1. */
const OMITTED = new Set(['account', 'oauth', 'v2', 'webhooks', 'StripeResource']);

function answerOf(method: ts.MethodDeclaration): Pick<SdkOperation, 'kind' | 'answer'> {
  const type = method.type;
  if (type === undefined || !ts.isTypeReferenceNode(type)) throw new Error(`${method.getText()} has no answer type`);
  const argument = type.typeArguments?.[0];
  const outer = plainName(type.typeName);
  if (outer === 'ApiListPromise') return { kind: 'list', answer: argument };
  if (outer === 'ApiSearchResultPromise') return { kind: 'search', answer: argument };
  if (outer === 'Promise' && argument && ts.isTypeReferenceNode(argument)) {
    if (plainName(argument.typeName) === 'StripeStreamResponse') return { kind: 'stream', answer: undefined };
    if (plainName(argument.typeName) === 'Response') return { kind: 'object', answer: argument.typeArguments?.[0] };
  }
  throw new Error(`cannot read the answer type ${type.getText()}`);
}
