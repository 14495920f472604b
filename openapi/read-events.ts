import ts from 'typescript';
import { declarationOf, type Package } from './read-package.ts';
import type { TypeReader } from './read-types.ts';

/** Every event type with the component of its `data.object`; an array where several are possible. */
export function readEvents(source: Package, types: TypeReader): Record<string, string | string[]> {
  const statements = source.events;
  const events: Record<string, string | string[]> = {};
  for (const statement of statements) {
    if (!ts.isInterfaceDeclaration(statement)) continue;
    const type = property(statement, 'type');
    if (type === undefined || !ts.isLiteralTypeNode(type) || !ts.isStringLiteral(type.literal)) continue;
    const reference = property(statement, 'data');
    const data =
      reference && ts.isTypeReferenceNode(reference) ? declarationOf(source.checker, reference.typeName) : undefined;
    const object = data && ts.isInterfaceDeclaration(data) ? property(data, 'object') : undefined;
    // Deprecated events of older releases say nothing of what they carry.
    if (object === undefined) continue;
    const names = [...new Set(types.objectsOf(object))];
    const [only] = names;
    if (only === undefined) throw new Error(`${type.literal.text} carries ${object.getText()}, which is no component`);
    events[type.literal.text] = names.length === 1 ? only : names;
  }
  return events;
}

function property(declaration: ts.InterfaceDeclaration, name: string): ts.TypeNode | undefined {
  const found = declaration.members.find((member) => member.name?.getText() === name);
  return found && ts.isPropertySignature(found) ? found.type : undefined;
}
