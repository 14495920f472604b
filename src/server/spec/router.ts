interface Target<T> {
  value: T;
  names: readonly string[];
}

interface Node<T> {
  literals: Map<string, Node<T>>;
  parameter: Node<T> | undefined;
  targets: Map<string, Target<T>>;
}

interface Match<T> {
  value: T;
  ids: Record<string, string>;
}

function node<T>(): Node<T> {
  return { literals: new Map(), parameter: undefined, targets: new Map() };
}

/** Finds what answers a method and a path. A literal segment wins over an id, `/v1/invoices/search` over `/v1/invoices/{invoice}`. */
export class Router<T> {
  readonly #root = node<T>();

  /** `path` is a template such as `/v1/disputes/{dispute}/close`. */
  add(method: string, path: string, value: T): void {
    const names: string[] = [];
    let at = this.#root;
    for (const segment of path.slice(1).split('/')) {
      if (segment.startsWith('{')) {
        names.push(segment.slice(1, -1));
        at.parameter ??= node();
        at = at.parameter;
      } else {
        const next = at.literals.get(segment) ?? node<T>();
        at.literals.set(segment, next);
        at = next;
      }
    }
    at.targets.set(method, { value, names });
  }

  /** Nothing when no such operation exists, `allowed` does not want it, or an id is badly percent-encoded. */
  match(method: string, path: string, allowed?: (value: T) => boolean): Match<T> | undefined {
    const sent: string[] = [];
    const found = this.#find(this.#root, path, 1, sent, (at) => {
      const target = at.targets.get(method);
      return target === undefined || allowed?.(target.value) === false ? undefined : target;
    });
    if (found === undefined) return undefined;
    const ids: Record<string, string> = {};
    for (let index = 0; index < found.names.length; index++) {
      const id = decoded(sent[index] ?? '');
      if (id === undefined) return undefined;
      ids[found.names[index] ?? ''] = id;
    }
    return { value: found.value, ids };
  }

  knows(path: string): boolean {
    return this.#find(this.#root, path, 1, [], (at) => at.targets.size > 0 || undefined) ?? false;
  }

  #find<R>(
    at: Node<T>,
    path: string,
    start: number,
    sent: string[],
    pick: (at: Node<T>) => R | undefined,
  ): R | undefined {
    const slash = path.indexOf('/', start);
    const end = slash === -1 ? path.length : slash;
    if (end === start) return undefined;
    const segment = path.slice(start, end);
    const literal = at.literals.get(segment);
    if (literal !== undefined) {
      const found = slash === -1 ? pick(literal) : this.#find(literal, path, end + 1, sent, pick);
      if (found !== undefined) return found;
    }
    if (at.parameter === undefined) return undefined;
    sent.push(segment);
    const found = slash === -1 ? pick(at.parameter) : this.#find(at.parameter, path, end + 1, sent, pick);
    if (found === undefined) sent.pop();
    return found;
  }
}

function decoded(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
