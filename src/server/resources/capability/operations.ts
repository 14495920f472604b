import type Stripe from 'stripe';
import type { Call, ListResult, StoredObject } from '../../kernel/work.ts';
import { namedAccount } from '../account/named.ts';
import { checkControlled } from '../account/permission.ts';
import { preview, settle } from '../account/settle.ts';

export async function listCapabilities(call: Call<Stripe.AccountListCapabilitiesParams>): Promise<ListResult> {
  const { work } = call;
  const account = namedAccount(call);
  const all = await work.on(account.id).list<Stripe.Capability>('capability');
  const data = all.filter(({ status }) => status !== 'unrequested');
  return { object: 'list', data, has_more: false, url: `/v1/accounts/${account.id}/capabilities` };
}

export async function retrieveCapability(call: Call<object>): Promise<Stripe.Capability> {
  const account = namedAccount(call);
  const capability = call.targets[1] as Stripe.Capability;
  // What nobody asked for tells what it would need; a recipient can ask for transfers only.
  const recipient = account.tos_acceptance?.service_agreement === 'recipient';
  if (capability.requested || recipient || account.id === call.work.platform) return capability;
  return { ...capability, requirements: await preview(call.work, account, capability.id) };
}

export async function updateCapability(call: Call<Stripe.AccountUpdateCapabilityParams>): Promise<StoredObject> {
  const { work, params } = call;
  const account = namedAccount(call);
  checkControlled(account);
  const capability = call.targets[1] as Stripe.Capability;
  if (params.requested !== undefined)
    await settle(work, account, { wanted: new Map([[capability.id, params.requested]]) });
  return work.on(account.id).find<Stripe.Capability>('capability', capability.id, 'capability');
}
