/** The JSON of stored objects that were read lately. A stored object never changes, so neither does its text. */
const remembered = 1000;
const texts = new Map<object, string>();

export function textOf(stored: object): string {
  let text = texts.get(stored);
  if (text === undefined) {
    text = JSON.stringify(stored);
    if (texts.size >= remembered) texts.clear();
    texts.set(stored, text);
  }
  return text;
}

/** The JSON of a page, put together from the texts of those of its objects that are shown as they are stored. */
export function textOfPage(page: object, stored: readonly object[]): string {
  const fields: string[] = [];
  for (const [name, value] of Object.entries(page)) {
    if (name === 'data') {
      const texts = (value as object[]).map((shown, at) =>
        shown === stored[at] ? textOf(shown) : JSON.stringify(shown),
      );
      fields.push(`"data":[${texts.join(',')}]`);
    } else if (value !== undefined) fields.push(`"${name}":${JSON.stringify(value)}`);
  }
  return `{${fields.join(',')}}`;
}
