import { defineResource } from '../../kernel/resource.ts';
import { createToken } from './create.ts';
import { hiddenFields, type StoredConfirmationToken } from './stored.ts';

export const confirmationToken = defineResource<StoredConfirmationToken>('confirmation_token', {
  hidden: hiddenFields,
  events: [],
  operations: { 'confirmationTokens.create': createToken, 'testHelpers.confirmationTokens.create': createToken },
});
