import type { Awaitable } from '../../kernel/awaitable.ts';
import type { Work } from '../../kernel/work.ts';
import { defaultConfigurationId } from './default.ts';
import { type Configuration, typesOf } from './settings.ts';

interface Choosing {
  readonly allowed_payment_method_types?: unknown;
  readonly payment_method_configuration?: string | undefined;
}

interface Chosen {
  readonly payment_method_configuration_details?: { readonly id: string } | null;
}

/** Types that are on in the configuration that the request or the intent names; undefined where nobody changed any. */
export function offeredTypes(work: Work, sent: Choosing, current?: Chosen): Awaitable<readonly string[] | undefined> {
  if (sent.allowed_payment_method_types) return undefined;
  const named = sent.payment_method_configuration;
  if (named !== undefined && named !== defaultConfigurationId(work.account)) return ofNamed(work, named);
  return ofStored(work, current?.payment_method_configuration_details?.id ?? defaultConfigurationId(work.account));
}

async function ofNamed(work: Work, id: string): Promise<readonly string[]> {
  return typesOf(await work.find<Configuration>('payment_method_configuration', id, 'payment_method_configuration'));
}

async function ofStored(work: Work, id: string): Promise<readonly string[] | undefined> {
  const configuration = await work.get<Configuration>('payment_method_configuration', id);
  return configuration && typesOf(configuration);
}
