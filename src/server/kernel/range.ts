/** What lists ask of numbers, above all of times. */
export interface Range {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

const bounds: ReadonlySet<string> = new Set(['gt', 'gte', 'lt', 'lte']);

export const isRange = (asked: object): asked is Range => Object.keys(asked).every((key) => bounds.has(key));

/** Whether a number is the one asked for, or within its bounds. */
export function inRange(value: number, asked: number | Range | undefined): boolean {
  if (asked === undefined) return true;
  if (typeof asked === 'number') return value === asked;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = asked;
  return value > gt && value >= gte && value < lt && value <= lte;
}
