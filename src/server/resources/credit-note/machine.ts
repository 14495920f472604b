import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredNote } from './stored.ts';

export const machine: Machine<StoredNote> = {
  initial: ['issued'],
  rules: [{ from: 'issued', action: 'void', to: 'void' }],
  refuse: () => errors.invalid('This credit note has already been voided.'),
};
