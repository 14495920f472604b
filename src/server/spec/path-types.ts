import { type Components, type Document, objectNames } from './document.ts';

/** Tells which type of object an id in a path names, from what the operations at that path answer. */
export class PathTypes {
  /** Names in the answer by path, ids without their names: `/v1/charges/{}`. */
  readonly #answered = new Map<string, string[]>();
  readonly #elements = new Map<string, string[]>();
  readonly #components: Components;
  #withOwnPath: ReadonlySet<string> | undefined;

  constructor(document: Document, components: Components) {
    this.#components = components;
    for (const [path, { get, post, delete: del }] of Object.entries(document.paths)) {
      const answer = (get ?? del ?? post)?.responses['200'].content['application/json']?.schema;
      const listed = answer?.['x-list-of'];
      if (listed !== undefined) this.#elements.set(withoutNames(path), objectNames(listed, components));
      else if (path.endsWith('}')) this.#answered.set(withoutNames(path), objectNames(answer, components));
    }
  }

  /** `path` ends with the id: `/v1/charges/{charge}`. Test helpers name the objects of the API proper. */
  at(path: string, parameter: string): string | undefined {
    const own = withoutNames(path);
    const proper = own.replace('/test_helpers/', '/');
    const collection = proper.slice(0, proper.lastIndexOf('/'));
    const names = this.#answered.get(own) ?? this.#answered.get(proper) ?? this.#elements.get(collection);
    if (names !== undefined) return this.inOrder(path, names)[0];
    return this.#components.get(parameter)?.['x-object'] === undefined ? undefined : parameter;
  }

  /** Live types, once each: first the one that the path's collection is called after, then those that no other path retrieves. */
  inOrder(path: string, names: readonly string[]): readonly string[] {
    const types = [...new Set(names.map((name) => name.replace(/^deleted_/, '')))];
    if (types.length < 2) return types;
    const rank = (type: string) => (path.includes(`/${type}s`) ? 0 : this.#hasOwnPath(type) ? 2 : 1);
    return types.sort((a, b) => rank(a) - rank(b));
  }

  #hasOwnPath(type: string): boolean {
    this.#withOwnPath ??= new Set(
      [...this.#answered].flatMap(([path, names]) => (/^[^{]+\{\}$/.test(path) ? names : [])),
    );
    return this.#withOwnPath.has(type);
  }
}

function withoutNames(path: string): string {
  return path.replace(/\{\w+\}/g, '{}');
}
