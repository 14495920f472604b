import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { StoredAlert } from './stored.ts';

export const machine: Machine<StoredAlert> = {
  initial: ['active'],
  rules: [
    { from: 'active', action: 'deactivate', to: 'inactive' },
    { from: 'inactive', action: 'activate', to: 'active' },
    { from: ['active', 'inactive'], action: 'archive', to: 'archived' },
  ],
  refuse: (action, { status }) => errors.invalid(`You cannot ${action} an alert that is ${String(status)}.`),
};
