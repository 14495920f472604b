/** What the description alone makes of an operation: every object can be created, read, changed, listed and deleted. */
import { errors } from '../../kernel/errors.ts';
import type { Operation } from '../../spec/description.ts';
import { action } from './action.ts';
import { create } from './create.ts';
import { type GenericHandler, pathOf, targetOf } from './handler.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';
import { search } from './search.ts';
import { single } from './single.ts';
import { update } from './update.ts';

const retrieve: GenericHandler = async (call, operation, registry) =>
  operation.singleton ? (await single(call, operation, registry)).object : targetOf(call, operation);

const binary: GenericHandler = async (call, operation) => {
  throw errors.invalid(
    `${operation.method} ${pathOf(operation, call)} has no content here: this emulator does not render it yet.`,
  );
};

export const genericHandlers: Readonly<Record<Operation['kind'], GenericHandler>> = {
  create,
  retrieve,
  update,
  delete: remove,
  list,
  search,
  action,
  binary,
};
