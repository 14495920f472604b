import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import { type StoredSettings, settingsOf } from './stored.ts';
import { followAccount, updateSettings } from './update.ts';

export const balanceSettings = defineResource<StoredSettings>('balance_settings', {
  events: [on.change('balance_settings.updated')],
  operations: {
    'balanceSettings.retrieve': ({ work }: Call) => settingsOf(work),
    'balanceSettings.update': updateSettings,
  },
  reactions: { account: followAccount },
});
