import { defineResource } from '../../kernel/resource.ts';
import { createLink } from './create.ts';
import { machine } from './machine.ts';
import { hiddenFields, type StoredAccountLink } from './stored.ts';

export const accountLink = defineResource<StoredAccountLink>('account_link', {
  machine,
  events: [],
  hidden: hiddenFields,
  operations: { 'accountLinks.create': createLink },
});
