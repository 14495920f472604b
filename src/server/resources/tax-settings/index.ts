import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call } from '../../kernel/work.ts';
import { mergeAddress } from '../payment-method/billing-details.ts';
import { readTaxCode } from '../tax-code/find.ts';
import { type StoredSettings, settingsId, settingsOf, settled } from './stored.ts';

/** All can be changed, none removed once it is set. */
async function updateSettings({ work, params }: Call<Stripe.Tax.SettingsUpdateParams>): Promise<StoredSettings> {
  const { defaults, head_office: office } = params;
  if (defaults?.tax_code !== undefined) readTaxCode(defaults.tax_code, 'defaults[tax_code]');
  const current = await settingsOf(work);
  if ((await work.get('tax.settings', settingsId)) === undefined) await work.insert(current);
  const { id: _, ...changed } = settled({
    ...current,
    defaults: {
      ...current.defaults,
      ...(defaults?.tax_behavior !== undefined && { tax_behavior: defaults.tax_behavior }),
      ...(defaults?.tax_code !== undefined && { tax_code: defaults.tax_code }),
    },
    head_office:
      office === undefined
        ? current.head_office
        : { address: mergeAddress(office.address, current.head_office?.address ?? null) },
  });
  return work.update<StoredSettings>(current, changed);
}

export const taxSettings = defineResource<StoredSettings>('tax.settings', {
  events: [on.change('tax.settings.updated')],
  operations: {
    'tax.settings.retrieve': ({ work }: Call) => settingsOf(work),
    'tax.settings.update': updateSettings,
  },
});
