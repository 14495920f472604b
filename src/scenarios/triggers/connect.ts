/** Connected accounts, what they owe and own. */
import { usBank } from '../us-bank.ts';
import { paid, seller } from './things.ts';
import { act, advance, get, post, remove, type Triggers, trigger, triggerOf } from './trigger.ts';

const id = '${seller:id}';
const path = `/v1/accounts/${id}`;
const second = post(`${path}/external_accounts`, { external_account: usBank('000111111116') }, 'bank');
const company = post(
  '/v1/accounts',
  { country: 'US', type: 'custom', business_type: 'company', capabilities: { transfers: { requested: true } } },
  'seller',
);
const owner = post(`${path}/persons`, { first_name: 'Jenny', last_name: 'Rosen' }, 'owner');
const person = `${path}/persons/\${owner:id}`;
const feePaid = paid('pm_card_visa', {
  application_fee_amount: 200,
  transfer_data: { destination: id },
});
const fees = get('/v1/application_fees?limit=1', 'fees');
const fee = '/v1/application_fees/${fees:data.0.id}';
const me = get('/v1/account', 'me');

export const connect: Triggers = {
  'account.updated': triggerOf(id, seller, post(path, { metadata: { shelf: 'top' } })),
  'account.application.authorized': triggerOf(
    id,
    post('/v1/accounts', { country: 'US', type: 'standard' }, 'seller'),
    act(id, 'onboard'),
  ),
  'account.application.deauthorized': triggerOf(id, seller, remove(path)),
  'account.external_account.created': triggerOf(id, seller, second),
  'account.external_account.updated': triggerOf(
    id,
    seller,
    second,
    post(`${path}/external_accounts/\${bank:id}`, { metadata: { shelf: 'top' } }),
  ),
  'account.external_account.deleted': triggerOf(id, seller, second, remove(`${path}/external_accounts/\${bank:id}`)),
  'capability.updated': triggerOf(id, seller, post(`${path}/capabilities/card_payments`, { requested: true })),
  'person.created': triggerOf(id, company, owner),
  'person.updated': triggerOf(id, company, owner, post(person, { first_name: 'Jane' })),
  'person.deleted': triggerOf(id, company, owner, remove(person)),
  'application_fee.created': trigger(seller, feePaid),
  'application_fee.refunded': trigger(seller, feePaid, fees, post(`${fee}/refunds`, {}, 'refund')),
  'application_fee.refund.updated': trigger(
    seller,
    feePaid,
    fees,
    post(`${fee}/refunds`, {}, 'refund'),
    post(`${fee}/refunds/\${refund:id}`, { metadata: { shelf: 'top' } }),
  ),
  'apps.install.created': trigger(post('/v1/apps/installs', { app: 'com.example.app' })),
  'apps.install.updated': trigger(post('/v1/apps/installs', { app: 'com.example.app' }), advance('5s')),
  'apps.install.deleted': trigger(
    post('/v1/apps/installs', { app: 'com.example.app' }, 'install'),
    advance('5s'),
    post('/v1/apps/installs/${install:id}/uninstall'),
    advance('5s'),
  ),
  'reserve.plan.created': trigger(me, act('${me:id}', 'plan_reserve')),
  'reserve.plan.updated': trigger(me, reserved(), act('${plan:id}', 'raise')),
  'reserve.plan.disabled': trigger(me, reserved(), act('${plan:id}', 'disable')),
  'reserve.plan.expired': trigger(me, reserved(), act('${plan:id}', 'expire')),
  'reserve.hold.created': trigger(paid(), heldBack()),
  'reserve.hold.updated': trigger(paid(), heldBack(), act('${hold:id}', 'schedule')),
  'reserve.release.created': trigger(paid(), heldBack(), act('${hold:id}', 'release')),
};

function reserved() {
  return { ...act('${me:id}', 'plan_reserve'), name: 'plan' };
}

function heldBack() {
  return { ...act('${payment:latest_charge}', 'hold_back'), name: 'hold' };
}
