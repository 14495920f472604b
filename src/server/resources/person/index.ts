/** Who stands behind an account; kept in its partition. */
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { operations } from './operations.ts';
import { seeded } from './seeded.ts';
import type { StoredPerson } from './stored.ts';

export const person = defineResource<StoredPerson>('person', {
  events: [on.create('person.created'), on.change('person.updated'), on.remove('person.deleted')],
  hidden: ['secrets'],
  seeded,
  operations,
});
