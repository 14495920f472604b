import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, ListResult, Work } from '../../kernel/work.ts';
import { defaultConfigurationId } from './default.ts';
import { type Configuration, defaultConfiguration, settings } from './settings.ts';

async function create({ work, params }: Call<Stripe.PaymentMethodConfigurationCreateParams>): Promise<Configuration> {
  const { name = 'Untitled', parent = null, expand: _, ...sent } = params;
  if (parent !== null) await work.find('payment_method_configuration', parent, 'parent');
  return work.insert<Configuration>({
    ...work.blank<Configuration>('payment_method_configuration'),
    ...settings(sent),
    active: true,
    application: null,
    is_default: false,
    name,
    parent,
  });
}

async function update(call: Call<Stripe.PaymentMethodConfigurationUpdateParams>): Promise<Configuration> {
  const configuration = call.targets[0] as Configuration;
  const { active, name, expand: _, ...sent } = call.params;
  return call.work.update(configuration, {
    ...settings(sent, configuration),
    ...(active !== undefined && { active }),
    ...(name !== undefined && { name }),
  });
}

async function mint(work: Work, id: string): Promise<Configuration | undefined> {
  return id === defaultConfigurationId(work.account) ? work.insert(defaultConfiguration(work)) : undefined;
}

async function list({ work, params }: Call<Stripe.PaymentMethodConfigurationListParams>): Promise<ListResult> {
  const id = defaultConfigurationId(work.account);
  if ((await work.get('payment_method_configuration', id)) === undefined) await mint(work, id);
  const { active, application } = params as { active?: boolean; application?: string | null };
  const where = {
    ...(active !== undefined && { active }),
    ...(application !== undefined && { application: application || null }),
  };
  return work.page(
    ['payment_method_configuration'],
    { ...pageQuery(params), where },
    '/v1/payment_method_configurations',
  );
}

export const paymentMethodConfiguration = defineResource<Configuration>('payment_method_configuration', {
  mint,
  events: [],
  operations: {
    'paymentMethodConfigurations.create': create,
    'paymentMethodConfigurations.update': update,
    'paymentMethodConfigurations.list': list,
  },
});
