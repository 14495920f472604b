import { errors } from '../../kernel/errors.ts';
import type { Machine } from '../../kernel/machine.ts';
import { answers } from './authority.ts';
import type { StoredTaxId } from './stored.ts';

/** Seconds that an authority takes in test mode. */
const answerTime = 5;

export const machine: Machine<StoredTaxId> = {
  field: 'inquiry',
  initial: ['asked', 'answered'],
  rules: [
    { from: 'asked', action: 'answer', to: 'answered' },
    { from: 'asked', action: 'verify', to: 'answered' },
    { from: 'asked', action: 'fail', to: 'answered' },
  ],
  guards: { answers },
  timers: [{ in: 'asked', when: 'answers', after: answerTime, soon: true, action: 'answer' }],
  refuse: (_action, { id }) => errors.invalid(`The tax ID ${id} does not wait for an answer.`),
};
