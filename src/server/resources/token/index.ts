import { defineResource } from '../../kernel/resource.ts';
import { hiddenFields } from '../payment-method/stored.ts';
import { createToken, mintToken } from './create.ts';
import { type StoredToken, unknownToken } from './spend.ts';

export const token = defineResource<StoredToken>('token', {
  otherPrefixes: ['ct', 'cpt'],
  hidden: [...hiddenFields, 'told'],
  events: [],
  mint: mintToken,
  missing: (id) => unknownToken(id, 'token', 404),
  operations: { 'tokens.create': createToken },
});
