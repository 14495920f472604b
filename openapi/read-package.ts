import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, sep } from 'node:path';
import ts from 'typescript';

/** The installed `stripe` package, its declarations bound by TypeScript's compiler. */
export type Package = {
  version: string;
  apiVersion: string;
  checker: ts.TypeChecker;
  /** Declaration file by path under `esm/`, such as `resources/Disputes.d.ts`. */
  file(path: string): ts.SourceFile;
  /** Folder of a declaration under `esm/resources`, as a dotted prefix: `Issuing.`, `TestHelpers.Issuing.` or ''. */
  folder(node: ts.Node): string;
};

export function readPackage(): Package {
  const home = dirname(dirname(createRequire(import.meta.url).resolve('stripe')));
  const root = `${home}/esm/`;
  const program = ts.createProgram([`${root}stripe.core.d.ts`], {
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
  const apiVersion = /ApiVersion = '([^']+)'/.exec(readFileSync(`${root}apiVersion.js`, 'utf8'))?.[1];
  if (apiVersion === undefined) throw new Error('the stripe package names no API version');
  return {
    version,
    apiVersion,
    checker: program.getTypeChecker(),
    file,
    folder(node) {
      const parts = relative(`${root}resources`, node.getSourceFile().fileName).split(sep);
      return parts
        .slice(0, -1)
        .filter((part) => part !== '..')
        .map((part) => `${part}.`)
        .join('');
    },
  };
}

/** The declaration a type reference names, import aliases followed; nothing for types from outside the package. */
export function findDeclaration(checker: ts.TypeChecker, name: ts.EntityName): ts.Declaration | undefined {
  const local = checker.getSymbolAtLocation(name);
  const symbol = local && local.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(local) : local;
  return symbol?.declarations?.find(
    (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node),
  );
}

export function declarationOf(checker: ts.TypeChecker, name: ts.EntityName): ts.Declaration {
  const declaration = findDeclaration(checker, name);
  if (declaration === undefined) throw new Error(`cannot resolve the type ${name.getText()}`);
  return declaration;
}

/** Name of a declaration with its namespaces, `Dispute.Evidence.EnhancedEvidence`. */
export function qualifiedName(node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): string {
  const parts = [node.name.text];
  for (let at: ts.Node = node.parent; at !== undefined; at = at.parent)
    if (ts.isModuleDeclaration(at)) parts.unshift(at.name.text);
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
