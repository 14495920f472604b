import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import { accept, refuse, revoke, useUp } from './end.ts';
import { machine } from './machine.ts';
import type { StoredMandate } from './stored.ts';

export const mandate = defineResource<StoredMandate>('mandate', {
  machine,
  hidden: ['spent', 'unwanted'],
  events: [on.change('mandate.updated')],
  outside: { accept, revoke, refuse, use_up: useUp },
});
