type Metadata = Readonly<Record<string, string>>;

/**
 * Stripe's update of metadata: sent keys are added or replaced, '' deletes a key, '' instead of the hash deletes all
 * (null counts as '' in both places). Values become strings. Gives `current` itself when nothing changes.
 */
export function mergeMetadata(current: Metadata, sent: '' | null | undefined | object): Metadata {
  if (sent === undefined) return current;
  if (sent === null || sent === '') return Object.keys(current).length === 0 ? current : {};
  let merged: Map<string, string> | undefined;
  for (const [key, value] of Object.entries(sent)) {
    if (value === undefined) continue;
    const text = textOf(value);
    const old = Object.hasOwn(current, key) ? current[key] : '';
    if (text === old) continue;
    merged ??= new Map(Object.entries(current));
    if (text === '') merged.delete(key);
    else merged.set(key, text);
  }
  return merged === undefined ? current : Object.fromEntries(merged);
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
