/** Events are rules over changes: an insert has no `before`, a removal no `after`. Nothing emits an event by hand. */

export interface EventRule<T extends object = object> {
  readonly type: string;
  /** Whether this change is what the event is about. */
  when(before: T | undefined, after: T | undefined): boolean;
  /** Whether the event carries `previous_attributes`. */
  readonly previous: boolean;
  /** The last API version that has this type of events: only endpoints of such versions are told. */
  readonly until?: string;
  /** What the event shows, where that is not the changed object: the invoice that is coming up for a subscription. */
  about?(after: T): object;
  /** What `previous_attributes` say of things that are shown with the object and stored apart from it. */
  formerly?(before: T, after: T): object;
}

/** Whether an API version has the type of events that only those up to `until` have. */
export const isTold = (until: string | undefined, version: string): boolean =>
  until === undefined || version.slice(0, 10) <= until.slice(0, 10);

const always = (): boolean => true;

export const on = {
  create<T extends object>(type: string, when: (after: T) => boolean = always): EventRule<T> {
    return {
      type,
      previous: false,
      when: (before, after) => before === undefined && after !== undefined && when(after),
    };
  },
  /** Any update that changes something; `when` narrows it. */
  change<T extends object>(type: string, when: (before: T, after: T) => boolean = always): EventRule<T> {
    return {
      type,
      previous: true,
      when: (before, after) => before !== undefined && after !== undefined && when(before, after),
    };
  },
  /** The object enters one of `states`, by update or by being created in it. */
  enter<T extends object>(
    states: string | readonly string[],
    type: string,
    options: { field?: string; previous?: boolean } = {},
  ): EventRule<T> {
    const wanted = new Set(typeof states === 'string' ? [states] : states);
    const state = (object: T | undefined): unknown =>
      object === undefined ? undefined : (object as Record<string, unknown>)[options.field ?? 'status'];
    return {
      type,
      previous: options.previous ?? false,
      when: (before, after) => wanted.has(state(after) as string) && state(before) !== state(after),
    };
  },
  /** What only versions up to `until` have. */
  upTo<T extends object>(until: string, rule: EventRule<T>): EventRule<T> {
    return { ...rule, until };
  },
  remove<T extends object>(type: string): EventRule<T> {
    return { type, previous: false, when: (_before, after) => after === undefined };
  },
};
