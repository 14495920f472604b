import ts from 'typescript';
import type { Package } from './read-package.ts';
import type { TypeReader } from './read-types.ts';

/** Every event type with the component of its `data.object`; an array where several are possible. */
export function readEvents(source: Package, types: TypeReader): Record<string, string | string[]> {
  const { statements } = source.file('resources/Events.d.ts');
  const events: Record<string, string | string[]> = {};
  for (const statement of statements) {
    if (!ts.isInterfaceDeclaration(statement)) continue;
    const type = property(statement, 'type');
    if (type === undefined || !ts.isLiteralTypeNode(type) || !ts.isStringLiteral(type.literal)) continue;
    const space = statements.find(
      (each): each is ts.ModuleDeclaration =>
        ts.isModuleDeclaration(each) && each.name.getText() === statement.name.text,
    );
    const body = space?.body && ts.isModuleBlock(space.body) ? space.body.statements : [];
    const data = body.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === 'Data');
    const object = data && ts.isInterfaceDeclaration(data) ? property(data, 'object') : undefined;
    if (object === undefined) throw new Error(`${type.literal.text} carries no object`);
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
