import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

describe('parameters that no account could have', () => {
  const person = (sent: object) => ({ business_type: 'individual', individual: sent });
  it.each([
    [{ country: 'ZZ' }, 'country', undefined, /^Country 'ZZ' is unknown\. Try using a 2-character/],
    [{ country: 'KP' }, 'country', 'country_unsupported', 'KP is not currently supported by Stripe.'],
    [{ default_currency: 'zzz' }, 'default_currency', undefined, /^Invalid currency: zzz/],
    [{ email: 'nobody' }, 'email', 'email_invalid', 'Invalid email address: nobody'],
    [{ business_profile: { url: 'shop' } }, 'business_profile[url]', 'url_invalid', 'Not a valid URL'],
    [{ business_profile: { mcc: '57' } }, 'business_profile[mcc]', undefined, 'Invalid mcc: must have 4 digits'],
    [{ company: { tax_id: '12-3456789' } }, 'company[tax_id]', undefined, 'US tax IDs must have 9 digits'],
    [{ company: { address: { country: 'UK' } } }, 'company[address][country]', undefined, /^Country 'UK' is unknown/],
    [person({ id_number: '123' }), 'individual[id_number]', undefined, 'US tax IDs must have 9 digits'],
    [person({ ssn_last_4: '12' }), 'individual[ssn_last_4]', undefined, 'Invalid ssn_last_4: must have 4 digits'],
    [person({ phone: '12' }), 'individual[phone]', undefined, '"12" is not a valid phone number'],
    [{ business_type: 'company', individual: { first_name: 'Jenny' } }, 'individual', undefined, /business_type/],
    [{ tos_acceptance: { date: 1, ip: '127.0.0.1' } }, 'tos_acceptance[date]', undefined, /^ToS acceptance date/],
    [{ tos_acceptance: { date: 1_700_000_000, ip: 'home' } }, 'tos_acceptance[ip]', undefined, /^Invalid IP address/],
    [
      { settings: { payments: { statement_descriptor: '12345' } } },
      'settings[payments][statement_descriptor]',
      undefined,
      'The statement descriptor must contain at least one letter.',
    ],
  ])('are refused: %j', async (sent, param, code, message) => {
    const { stripe } = await testBench();
    const refused = await refusal(stripe.accounts.create({ type: 'custom', ...sent } as Stripe.AccountCreateParams));
    expect([refused.statusCode, refused.param, refused.code]).toEqual([400, param, code]);
    expect(refused.message).toMatch(message);
    expect((await stripe.accounts.list()).data).toEqual([]);
  });

  it('are refused of a person, where the request has them', async () => {
    const { stripe } = await testBench();
    const { id } = await stripe.accounts.create({ type: 'custom', business_type: 'company' });
    const refused = await refusal(stripe.accounts.createPerson(id, { email: 'nobody' }));
    expect([refused.param, refused.code]).toEqual(['email', 'email_invalid']);
  });
});
