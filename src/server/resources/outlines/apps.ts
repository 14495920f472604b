/** https://docs.stripe.com/stripe-apps */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject } from '../../kernel/work.ts';

type Install = Stripe.Apps.Install;

export const appInstall = defineResource<Install>('apps.install', {
  outline: true,
  machine: {
    initial: ['installing'],
    rules: [
      { from: 'installing', action: 'install', to: 'installed' },
      { from: 'installing', action: 'fail', to: 'install_failed' },
      { from: ['installed', 'install_failed', 'uninstall_failed'], action: 'uninstall', to: 'uninstalling' },
      { from: 'uninstalling', action: 'refuse', to: 'uninstall_failed' },
    ],
    timers: [
      { in: 'installing', after: 1, soon: true, action: 'install' },
      { in: 'uninstalling', after: 1, soon: true, action: 'remove' },
    ],
  },
  events: [on.create('apps.install.created'), on.change('apps.install.updated'), on.remove('apps.install.deleted')],
  outside: {
    async remove(work, install) {
      await work.remove(install as Install & StoredObject);
      return install as Install & StoredObject;
    },
  },
});
