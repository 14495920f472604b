/** The shortest way to an event: steps of a story, the last of which makes it happen. */
import type { CallStep, Step } from '../format.ts';

export interface Trigger {
  readonly steps: readonly Step[];
  /** The connected account whose event it is; the platform's own when left out. */
  readonly of?: string;
}

/** By the type of the event. */
export type Triggers = Readonly<Record<string, Trigger>>;

type Params = Readonly<Record<string, unknown>>;

export const trigger = (...steps: Step[]): Trigger => ({ steps });
/** An event of a connected account. */
export const triggerOf = (of: string, ...steps: Step[]): Trigger => ({ steps, of });

export const post = (path: string, params: Params = {}, name?: string): Step => ({
  ...(name !== undefined && { name }),
  call: { method: 'POST', path, params },
});
export const get = (path: string, name: string): Step => ({ name, call: { method: 'GET', path } });
export const remove = (path: string): Step => ({ call: { method: 'DELETE', path } });
export const act = (on: string, action: string, facts?: Params): Step => ({
  act: { on, action, ...(facts && { facts }) },
});
export const advance = (duration: string): Step => ({ advance: duration });
/** A call that has to be refused. */
export const refused = (type: CallStep['call']['refused'], path: string, params: Params): Step => ({
  call: { method: 'POST', path, params, refused: type },
});
