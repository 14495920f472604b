import ts from 'typescript';
import { isDecimal, isUnixTime } from './overlay/numbers.ts';
import { declarationOf, type Package, plainName, qualifiedName, typeName } from './read-package.ts';
import { NULL, refTo, type Schema } from './schema.ts';

/*
 * How a TypeScript type becomes a schema.
 *
 * Nullable: string, integer, number, boolean and expandable fields say `"type": ["string", "null"]`;
 * enums, objects, arrays, lists, unions and references say `"anyOf": [..., {"type": "null"}]`.
 * An interface with a literal `object` field is a component and is always referred to, never inlined.
 */

type Mode = 'answer' | 'params';
type Named = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

export type TypeReader = {
  answer(node: ts.TypeNode): Schema;
  params(declaration: ts.InterfaceDeclaration): Schema;
  /** Live object components, deleted ones (`deleted_customer`) included, filled while reading. */
  objects: Map<string, Schema>;
  /** The TypeScript name of a nested schema, to name it when it is shared. */
  names: WeakMap<Schema, string>;
  objectsOf(node: ts.TypeNode): string[];
};

export function typeReader(source: Package): TypeReader {
  const { checker } = source;
  const objects = new Map<string, Schema>();
  const declared = new Map<string, ts.InterfaceDeclaration>();
  const names = new WeakMap<Schema, string>();
  /** Structures being read, outermost first: they are inlined, so none may contain itself. */
  const open: Named[] = [];

  /** `Event` is a union of 275 shapes of one object; their common base describes them all. */
  const eventBase = source.events.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === 'EventBase');

  const resolve = (node: ts.TypeReferenceNode): Named => {
    const named = declarationOf(checker, node.typeName);
    const isEvent = ts.isTypeAliasDeclaration(named) && named.name.text === 'Event' && source.events.includes(named);
    const declaration = isEvent ? (eventBase ?? named) : named;
    if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) return declaration;
    throw new Error(`${node.getText()} is no interface and no type alias`);
  };

  function members(declaration: ts.InterfaceDeclaration): ts.TypeElement[] {
    const own = [...declaration.members];
    const ownNames = new Set(own.map((member) => member.name?.getText()));
    const inherited = (declaration.heritageClauses ?? []).flatMap((clause) =>
      clause.types.flatMap(({ expression }) => {
        if (!isName(expression)) throw new Error(`cannot read the base ${expression.getText()}`);
        const base = declarationOf(checker, expression);
        return ts.isInterfaceDeclaration(base) ? members(base) : [];
      }),
    );
    return [...inherited.filter((member) => !ownNames.has(member.name?.getText())), ...own];
  }

  const literalOf = (declaration: ts.InterfaceDeclaration, field: string): string | undefined => {
    const member = declaration.members.find((each) => each.name?.getText() === field);
    const type = member && ts.isPropertySignature(member) ? member.type : undefined;
    if (type === undefined || !ts.isLiteralTypeNode(type)) return undefined;
    return ts.isStringLiteral(type.literal) ? type.literal.text : type.literal.getText();
  };

  /** Component name of an interface with a literal `object` field; nothing for plain structures. */
  function componentName(declaration: Named): string | undefined {
    if (!ts.isInterfaceDeclaration(declaration) || qualifiedName(declaration).includes('Params')) return undefined;
    const object = literalOf(declaration, 'object');
    if (object === undefined) return undefined;
    return literalOf(declaration, 'deleted') === 'true' ? `deleted_${object}` : object;
  }

  function component(declaration: ts.InterfaceDeclaration, name: string): Schema {
    const known = declared.get(name);
    if (known === undefined) {
      declared.set(name, declaration);
      const schema: Schema = { type: 'object', 'x-object': name.replace(/^deleted_/, '') };
      if (name.startsWith('deleted_')) schema['x-deleted'] = true;
      objects.set(name, schema);
      const outer = open.splice(0);
      Object.assign(schema, structure(declaration, 'answer'));
      open.push(...outer);
    } else if (known !== declaration) {
      throw new Error(`${qualifiedName(known)} and ${qualifiedName(declaration)} are both "${name}"`);
    }
    return refTo(name);
  }

  function structure(
    declaration: ts.InterfaceDeclaration | ts.TypeLiteralNode,
    mode: Mode,
    field?: ts.PropertySignature,
  ): Schema {
    const all = ts.isInterfaceDeclaration(declaration) ? members(declaration) : [...declaration.members];
    const index = all.find(ts.isIndexSignatureDeclaration);
    if (index !== undefined) return { type: 'object', additionalProperties: convert(index.type, mode, field) };
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const member of all) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      if (member.type.kind === ts.SyntaxKind.VoidKeyword) continue;
      const name = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText();
      properties[name] = convert(member.type, mode, member);
      if (member.questionToken === undefined) required.push(name);
    }
    return required.length > 0 ? { type: 'object', properties, required } : { type: 'object', properties };
  }

  function named(declaration: Named, mode: Mode, field?: ts.PropertySignature): Schema {
    const name = mode === 'answer' ? componentName(declaration) : undefined;
    if (name !== undefined && ts.isInterfaceDeclaration(declaration)) return component(declaration, name);
    if (open.includes(declaration)) throw new Error(`${qualifiedName(declaration)} contains itself`);
    open.push(declaration);
    const schema = ts.isInterfaceDeclaration(declaration)
      ? structure(declaration, mode, field)
      : convert(declaration.type, mode, field);
    open.pop();
    names.set(schema, typeName(source, declaration));
    return schema;
  }

  function reference(node: ts.TypeReferenceNode, mode: Mode, field?: ts.PropertySignature): Schema {
    const name = plainName(node.typeName);
    const argument = node.typeArguments?.[0];
    if (argument !== undefined) {
      if (name === 'Array') return { type: 'array', items: convert(argument, mode, field) };
      if (name === 'ApiList') return { type: 'object', 'x-list-of': convert(argument, mode) };
      // `Omit<Invoice, 'id'>`: a preview of it.
      if (name === 'Omit') return convert(argument, mode, field);
      if (name === 'Emptyable') return emptyable(convert(argument, mode, field));
      throw new Error(`unknown generic type ${node.getText()}`);
    }
    if (name === 'Decimal') return { type: 'string', format: 'decimal' };
    if (name === 'OtherString') return { type: 'string', 'x-open': true };
    if (name === 'MetadataParam')
      return { type: 'object', additionalProperties: { type: 'string' }, 'x-metadata': true };
    if (name === 'FileData') return { type: 'string', format: 'binary' };
    return named(resolve(node), mode, field);
  }

  function emptyable(schema: Schema): Schema {
    const marked: Schema = { ...schema, 'x-emptyable': true };
    const name = names.get(schema);
    if (name !== undefined) names.set(marked, name);
    return marked;
  }

  function union(node: ts.UnionTypeNode, mode: Mode, field?: ts.PropertySignature): Schema {
    const nullable = node.types.some(isNull);
    const types = node.types.filter((type) => !isNull(type));
    const values = types.flatMap((type) => literalValue(type) ?? []);
    const rest = types.filter((type) => literalValue(type) === undefined);
    const other = rest.filter((type) => ts.isTypeReferenceNode(type) && plainName(type.typeName) === 'OtherString');
    const string = rest.some((type) => type.kind === ts.SyntaxKind.StringKeyword);
    const linked = mode === 'answer' && string ? rest.flatMap(objectsOf) : [];
    if (linked.length > 0) {
      const live = linked.filter((name) => !name.startsWith('deleted_'));
      return orNull({ type: 'string', 'x-expandable': [...new Set(live)] }, nullable);
    }
    const kept = mode === 'params' ? values.filter((value) => value !== '') : values;
    const choices = rest.filter((type) => !other.includes(type)).map((type) => convert(type, mode, field));
    if (kept.length > 0) choices.push(enumeration(kept, mode === 'answer' && other.length > 0));
    const [only] = choices;
    const schema: Schema =
      choices.length === 1 && only !== undefined ? only : { anyOf: choices.flatMap((each) => each.anyOf ?? [each]) };
    const empty = kept.length < values.length || choices.some((each) => each['x-emptyable']);
    return orNull(empty ? emptyable(schema) : schema, nullable && mode === 'answer');
  }

  function convert(node: ts.TypeNode, mode: Mode, field?: ts.PropertySignature): Schema {
    if (ts.isParenthesizedTypeNode(node)) return convert(node.type, mode, field);
    if (ts.isUnionTypeNode(node)) return union(node, mode, field);
    if (ts.isTypeReferenceNode(node)) return reference(node, mode, field);
    if (ts.isArrayTypeNode(node)) return { type: 'array', items: convert(node.elementType, mode, field) };
    if (ts.isTypeLiteralNode(node)) return structure(node, mode, field);
    const value = literalValue(node);
    if (value !== undefined) return enumeration([value], false);
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: 'string' };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: 'boolean' };
      case ts.SyntaxKind.NumberKeyword:
        return number(field);
      case ts.SyntaxKind.AnyKeyword:
      case ts.SyntaxKind.UnknownKeyword:
        return {};
      default:
        throw new Error(`cannot read the type ${node.getText()} in ${node.getSourceFile().fileName}`);
    }
  }

  function objectsOf(node: ts.TypeNode): string[] {
    if (ts.isUnionTypeNode(node)) return node.types.flatMap(objectsOf);
    if (!ts.isTypeReferenceNode(node) || node.typeArguments !== undefined) return [];
    if (['OtherString', 'Decimal'].includes(plainName(node.typeName))) return [];
    const declaration = resolve(node);
    if (ts.isTypeAliasDeclaration(declaration)) return objectsOf(declaration.type);
    const name = componentName(declaration);
    if (name === undefined) return [];
    component(declaration, name);
    return [name];
  }

  return {
    objects,
    names,
    objectsOf,
    answer: (node) => convert(node, 'answer'),
    params: (declaration) => structure(declaration, 'params'),
  };
}

const isName = (node: ts.Node): node is ts.Identifier | ts.PropertyAccessEntityNameExpression =>
  ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isName(node.expression));

const isNull = (node: ts.TypeNode) => ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword;

function literalValue(node: ts.TypeNode): string | number | boolean | undefined {
  if (!ts.isLiteralTypeNode(node)) return undefined;
  if (ts.isStringLiteral(node.literal)) return node.literal.text;
  if (ts.isNumericLiteral(node.literal)) return Number(node.literal.text);
  if (node.literal.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.literal.kind === ts.SyntaxKind.FalseKeyword) return false;
  return undefined;
}

function enumeration(values: (string | number | boolean)[], open: boolean): Schema {
  const [type, ...others] = new Set(values.map((value) => (typeof value === 'number' ? 'integer' : typeof value)));
  if (type === undefined || others.length > 0) throw new Error(`an enum of several types: ${values.join(', ')}`);
  return open ? { type, enum: values, 'x-open': true } : { type, enum: values };
}

function number(field?: ts.PropertySignature): Schema {
  if (field === undefined) return { type: 'integer' };
  const name = field.name.getText();
  if (isDecimal(name)) return { type: 'number' };
  const prose = ts
    .getJSDocCommentsAndTags(field)
    .map((tag) => ts.getTextOfJSDocComment(tag.comment) ?? '')
    .join(' ');
  return isUnixTime(name, prose) ? { type: 'integer', format: 'unix-time' } : { type: 'integer' };
}

const SCALARS = new Set(['string', 'integer', 'number', 'boolean']);

function orNull(schema: Schema, nullable: boolean): Schema {
  if (!nullable) return schema;
  if (typeof schema.type === 'string' && SCALARS.has(schema.type) && schema.enum === undefined)
    return { ...schema, type: [schema.type, 'null'] };
  return { anyOf: [...(schema.anyOf ?? [schema]), NULL] };
}
