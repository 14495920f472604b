/** Whether an answer is what a document shows: parts of it, other ids and times aside. */

const moment = 1e9;
const id = /^[a-z]{2,}_[A-Za-z0-9_]*\.{3}$/;

export function differences(shown: unknown, got: unknown, path = '$'): string[] {
  if (Array.isArray(shown)) {
    if (!Array.isArray(got)) return [`${path} is no array`];
    if (shown.length > got.length) return [`${path} has ${got.length} entries, not ${shown.length}`];
    return shown.flatMap((each, at) => differences(each, got[at], `${path}[${at}]`));
  }
  if (typeof shown === 'object' && shown !== null) {
    if (typeof got !== 'object' || got === null) return [`${path} is no object`];
    const actual = got as Record<string, unknown>;
    return Object.entries(shown).flatMap(([key, value]) => differences(value, actual[key], `${path}.${key}`));
  }
  if (typeof shown === 'number' && shown > moment)
    return typeof got === 'number' && got > moment ? [] : [`${path} is no time`];
  if (typeof shown === 'string' && (shown === '...' || id.test(shown))) {
    const prefix = shown.slice(0, -3);
    return typeof got === 'string' && got.startsWith(prefix) ? [] : [`${path} is ${JSON.stringify(got)}, not ${shown}`];
  }
  return Object.is(shown, got) ? [] : [`${path} is ${JSON.stringify(got)}, not ${JSON.stringify(shown)}`];
}
