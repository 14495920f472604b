import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, sep } from 'node:path';
import ts from 'typescript';

/** A release of the `stripe` package, its declarations bound by TypeScript's compiler. */
export type Package = {
  home: string;
  version: string;
  apiVersion: string;
  checker: ts.TypeChecker;
  /** What the file of the client class declares. */
  client: readonly ts.Statement[];
  /** What the file of the event types declares; nothing before there were types of them. */
  events: readonly ts.Statement[];
  /** Whether the file declares objects and calls of the API. */
  isResource(file: ts.SourceFile): boolean;
  /** Folder of a declaration, as a dotted prefix: `Issuing.`, `TestHelpers.Issuing.` or ''. */
  folder(node: ts.Node): string;
};

/** Where a release keeps its declarations. */
type Layout = { types: string; resources: string; client: string; events: string[] };

const modules: Layout = {
  types: 'esm/',
  resources: 'esm/resources/',
  client: 'stripe.core.d.ts',
  events: ['resources/Events.d.ts'],
};
/** Up to 21: one namespace inside `declare module 'stripe'`, over many files. */
const namespaces: Layout = {
  types: 'types/',
  resources: 'types/',
  client: 'index.d.ts',
  events: ['EventTypes.d.ts', 'Events.d.ts'],
};

const installed = (): string => dirname(dirname(createRequire(import.meta.url).resolve('stripe')));

export function readPackage(home = installed()): Package {
  const layout = existsSync(`${home}/${modules.types}${modules.client}`) ? modules : namespaces;
  const root = `${home}/${layout.types}`;
  const program = ts.createProgram([root + layout.client], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noLib: true,
    types: [],
  });
  const file = (path: string) => {
    const found = program.getSourceFile(root + path);
    if (found === undefined) throw new Error(`the stripe package has no ${path}`);
    return found;
  };
  const { version } = JSON.parse(readFileSync(`${home}/package.json`, 'utf8')) as { version: string };
  const apiVersion = /ApiVersion = '([^']+)'/.exec(readFileSync(`${home}/esm/apiVersion.js`, 'utf8'))?.[1];
  if (apiVersion === undefined) throw new Error('the stripe package names no API version');
  return {
    home,
    version,
    apiVersion,
    checker: program.getTypeChecker(),
    client: declarationsIn(file(layout.client)),
    events: layout.events
      .filter((path) => program.getSourceFile(root + path))
      .flatMap((path) => declarationsIn(file(path))),
    isResource: ({ fileName }) => fileName.startsWith(`${home}/${layout.resources}`),
    folder(node) {
      const parts = relative(`${home}/${layout.resources}`, node.getSourceFile().fileName).split(sep);
      return parts
        .slice(0, -1)
        .filter((part) => part !== '..')
        .map((part) => `${part}.`)
        .join('');
    },
  };
}

/** Namespaces that hold everything say nothing. */
const isWrapper = (node: ts.ModuleDeclaration): boolean => {
  if (ts.isStringLiteral(node.name)) return true;
  const outside = node.parent.parent;
  return node.name.text === 'Stripe' && outside !== undefined && ts.isModuleDeclaration(outside) && isWrapper(outside);
};

function declarationsIn(file: ts.SourceFile): ts.Statement[] {
  const inside = (statement: ts.Statement): ts.Statement[] =>
    ts.isModuleDeclaration(statement) && isWrapper(statement) && statement.body && ts.isModuleBlock(statement.body)
      ? statement.body.statements.flatMap(inside)
      : [statement];
  return file.statements.flatMap(inside);
}

/** The name of a type without the namespace that holds every type: `ApiList` of `Stripe.ApiList`. */
export const plainName = (name: ts.Node): string => name.getText().replace(/^Stripe\./, '');

/** The declaration a type reference names, import aliases followed; nothing for types from outside the package. */
export function findDeclaration(
  checker: ts.TypeChecker,
  name: ts.EntityName | ts.EntityNameExpression,
): ts.Declaration | undefined {
  const local = checker.getSymbolAtLocation(name);
  const symbol = local && local.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(local) : local;
  return symbol?.declarations?.find(
    (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node),
  );
}

export function declarationOf(checker: ts.TypeChecker, name: ts.EntityName | ts.EntityNameExpression): ts.Declaration {
  const declaration = findDeclaration(checker, name);
  if (declaration === undefined) throw new Error(`cannot resolve the type ${name.getText()}`);
  return declaration;
}

/** Name of a declaration with its namespaces, `Dispute.Evidence.EnhancedEvidence`. */
export function qualifiedName(node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): string {
  const parts = [node.name.text];
  for (let at: ts.Node = node.parent; at !== undefined; at = at.parent)
    if (ts.isModuleDeclaration(at) && !isWrapper(at)) parts.unshift(at.name.text);
  return parts.join('.');
}

/** The qualified name with the folder of its file before it: `Issuing.Card.SpendingControls`. */
export function typeName(source: Package, node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): string {
  const folder = source.folder(node);
  const name = qualifiedName(node);
  if (name.startsWith(folder)) return name;
  const innermost = folder.split('.').at(-2);
  return innermost !== undefined && name.startsWith(`${innermost}.`)
    ? folder + name.slice(innermost.length + 1)
    : folder + name;
}
