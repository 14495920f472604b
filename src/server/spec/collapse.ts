import type { Components, Schema } from './document.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `value` with ids in place of the objects that were expanded in it, as events carry it and the store keeps it. */
export function collapsed(schema: Schema, components: Components, value: unknown): unknown {
  const choices = components.choices(schema).choices.map((choice) => components.resolve(choice));
  if (Array.isArray(value)) {
    const items = choices.find((choice) => choice.items !== undefined)?.items;
    return items === undefined ? value : value.map((each) => collapsed(items, components, each));
  }
  if (!isFields(value)) return value;
  const { id, object } = value;
  const isExpanded = typeof object === 'string' && choices.some((each) => each['x-expandable']?.includes(object));
  if (isExpanded && typeof id === 'string') return id;
  const listed = choices.find((choice) => choice['x-list-of'] !== undefined)?.['x-list-of'];
  if (listed !== undefined && Array.isArray(value.data))
    return { ...value, data: value.data.map((each) => collapsed(listed, components, each)) };
  const choice = choiceFor(choices, value);
  if (choice?.properties === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const field = choice.properties?.[name];
      return [name, field === undefined ? each : collapsed(field, components, each)];
    }),
  );
}

/** The object of that name, else the structure that knows most of the fields. */
function choiceFor(choices: readonly Schema[], value: Fields): Schema | undefined {
  const named = choices.find((choice) => choice['x-object'] === value.object && value.object !== undefined);
  const known = ({ properties = {} }: Schema): number =>
    Object.keys(value).filter((name) => Object.hasOwn(properties, name)).length;
  return named ?? choices.toSorted((a, b) => known(b) - known(a))[0];
}
