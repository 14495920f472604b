import type { Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

const operation = 'terminal.readers.processSetupIntent';

/** https://docs.stripe.com/changelog/acacia/2024-09-30: consent was asked for, and nothing said of showing the method again. */
export const redisplayOfReaders: VersionChange = {
  version: '2024-09-30.acacia',
  description: 'Readers that process a SetupIntent are told `allow_redisplay`; before, `customer_consent_collected`.',
  operations: new Set([operation]),
  takes: { [operation]: ['customer_consent_collected'] },
  upgrade: ({ customer_consent_collected: consent, ...params }: Params, asked?: string): Params =>
    consent === undefined && asked === undefined ? params : { allow_redisplay: 'unspecified', ...params },
};
