import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { signatureHeader } from '../../src/server/webhooks/sign.ts';

const { webhooks } = new Stripe('sk_test_signatures');
const payload = JSON.stringify({ id: 'evt_1', object: 'event', data: { object: { name: 'Zoë — ☕' } } }, null, 2);
const now = Math.floor(Date.now() / 1000);

describe('signatureHeader', () => {
  it('is accepted by the stripe package', () => {
    const header = signatureHeader(payload, ['whsec_a'], now);
    expect(header).toMatch(new RegExp(`^t=${now},v1=[0-9a-f]{64}$`));
    expect(webhooks.constructEvent(payload, header, 'whsec_a').id).toBe('evt_1');
  });

  it('equals the header that the stripe package makes', () => {
    expect(signatureHeader(payload, ['whsec_a'], now)).toBe(
      webhooks.generateTestHeaderString({ payload, secret: 'whsec_a', timestamp: now }),
    );
  });

  it('signs with every valid secret while one is being rolled', () => {
    const header = signatureHeader(payload, ['whsec_new', 'whsec_old'], now);
    for (const secret of ['whsec_new', 'whsec_old'])
      expect(webhooks.constructEvent(payload, header, secret).id).toBe('evt_1');
    expect(() => webhooks.constructEvent(payload, header, 'whsec_other')).toThrow('No signatures found');
  });

  it('does not fit another payload or another time', () => {
    const header = signatureHeader(payload, ['whsec_a'], now);
    expect(() => webhooks.constructEvent(`${payload} `, header, 'whsec_a')).toThrow('No signatures found');
    expect(() => webhooks.constructEvent(payload, header.replace(`t=${now}`, `t=${now - 1}`), 'whsec_a')).toThrow(
      'No signatures found',
    );
  });

  it('is too old after five minutes', () => {
    const header = signatureHeader(payload, ['whsec_a'], now - 301);
    expect(() => webhooks.constructEvent(payload, header, 'whsec_a')).toThrow('Timestamp outside the tolerance zone');
  });
});
