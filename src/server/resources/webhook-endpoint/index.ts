import { defineResource } from '../../kernel/resource.ts';
import { machine } from './machine.ts';
import { create, remove, type StoredEndpoint, update } from './operations.ts';

export const webhookEndpoint = defineResource<StoredEndpoint>('webhook_endpoint', {
  machine,
  hidden: ['signing_secret', 'connect'],
  operations: {
    'webhookEndpoints.create': create,
    'webhookEndpoints.update': update,
    'webhookEndpoints.del': remove,
  },
});
