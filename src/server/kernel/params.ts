/** A file of a multipart form, held in memory as sent. `data` is a view on the body, not a copy. */
export class FilePart {
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly data: Uint8Array;

  constructor(filename: string | null, contentType: string | null, data: Uint8Array) {
    this.filename = filename;
    this.contentType = contentType;
    this.data = data;
  }
}

export type ParamValue = string | number | boolean | null | FilePart | ParamValue[] | { [key: string]: ParamValue };

/** Parameters of a request: nested strings as decoded from a form, or typed values once validated. */
export type Params = { [key: string]: ParamValue };

export type ParamHash = { [key: string]: ParamValue };

export function isHash(value: ParamValue | undefined): value is ParamHash {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FilePart);
}

/** `['items', '0', 'price']` as its sender spells it: `items[0][price]`. */
export function paramName(path: readonly PropertyKey[]): string {
  let name = '';
  for (const key of path) name = name === '' ? String(key) : `${name}[${String(key)}]`;
  return name;
}
