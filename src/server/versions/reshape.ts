/** Parameters in another place, or gone: none of these changes what it is given. */
import { isHash, type ParamHash, type ParamValue } from '../kernel/params.ts';

/** With `name` under another name, its value as `change` makes it. A value that is there already stays. */
export function renamed<P extends ParamHash>(
  params: P,
  name: string,
  to: string,
  change: (value: ParamValue) => ParamValue = (value) => value,
): ParamHash {
  const { [name]: value, ...rest } = params;
  return value === undefined ? params : { [to]: change(value), ...rest };
}

/** With each hash of the list `name` as `change` makes it. */
export function withEach<P extends ParamHash>(
  params: P,
  name: string,
  change: (each: ParamHash) => ParamHash,
): ParamHash {
  const list = params[name];
  if (!Array.isArray(list)) return params;
  const changed = list.map((each) => (isHash(each) ? change(each) : each));
  return changed.some((each, at) => each !== list[at]) ? { ...params, [name]: changed } : params;
}

/** With the hash `name` as `change` makes it. */
export function within<P extends ParamHash>(
  params: P,
  name: string,
  change: (inner: ParamHash) => ParamHash,
): ParamHash {
  const inner = params[name];
  if (!isHash(inner)) return params;
  const changed = change(inner);
  return changed === inner ? params : { ...params, [name]: changed };
}

/** Without what stands at a path such as `phases[].coupon`; `*` is any name. */
export function without(params: ParamHash, path: string): ParamHash {
  const dot = path.indexOf('.');
  if (dot !== -1) {
    const [name, deeper] = [path.slice(0, dot), path.slice(dot + 1)];
    if (name === '*') return Object.keys(params).reduce((all, key) => without(all, `${key}.${deeper}`), params);
    return name.endsWith('[]')
      ? withEach(params, name.slice(0, -2), (each) => without(each, deeper))
      : within(params, name, (inner) => without(inner, deeper));
  }
  if (!(path in params)) return params;
  const { [path]: _, ...rest } = params;
  return rest;
}
