import { defineResource } from '../../kernel/resource.ts';
import { secretInsteadOfId } from '../payment-intent/refusals.ts';
import { cancelIntent } from './cancel.ts';
import { confirmIntent } from './confirm.ts';
import { createIntent } from './create.ts';
import { events } from './events.ts';
import { machine } from './machine.ts';
import { verifyMicrodeposits } from './micro-deposits.ts';
import { outside } from './outside.ts';
import { publicFields } from './public-fields.ts';
import { hiddenFields, type StoredSetupIntent } from './stored.ts';
import { updateIntent } from './update.ts';

export const setupIntent = defineResource<StoredSetupIntent>('setup_intent', {
  noun: 'setupintent',
  machine,
  events,
  operations: {
    'setupIntents.create': createIntent,
    'setupIntents.update': updateIntent,
    'setupIntents.confirm': confirmIntent,
    'setupIntents.cancel': cancelIntent,
    'setupIntents.verifyMicrodeposits': verifyMicrodeposits,
  },
  outside,
  hidden: hiddenFields,
  publicFields,
  missing: (id) => secretInsteadOfId(id, 'SetupIntent'),
  shownInErrors: true,
});
