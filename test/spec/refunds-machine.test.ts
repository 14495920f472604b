import { describe, expect, it } from 'vitest';
import { actionsFrom } from '../../src/server/kernel/machine.ts';
import { machine } from '../../src/server/resources/refund/machine.ts';
import { refusal, testBench } from './harness.ts';
import { paid } from './paid-by-card.ts';

describe('below a charge, as in older versions', () => {
  it('refunds, lists, retrieves and updates', async () => {
    const bench = await testBench();
    const { call } = bench;
    const { charge } = await paid(bench);
    const whole = await call('POST', `/v1/charges/${charge}/refund`, { body: 'amount=800' });
    expect(whole.body).toMatchObject({ id: charge, object: 'charge', amount_refunded: 800 });
    const { body: refund } = await call('POST', `/v1/charges/${charge}/refunds`, { body: 'amount=300' });
    expect(refund).toMatchObject({ object: 'refund', amount: 300, charge });
    const list = await call('GET', `/v1/charges/${charge}/refunds`);
    expect(list.body.data.map(({ amount }) => amount)).toEqual([300, 800]);
    const path = `/v1/charges/${charge}/refunds/${refund.id}`;
    expect((await call('GET', path)).body.id).toBe(refund.id);
    expect((await call('POST', path, { body: 'metadata[a]=1' })).body.metadata).toEqual({ a: '1' });
    const other = await paid(bench);
    const strange = await call('GET', `/v1/charges/${other.charge}/refunds/${refund.id}`);
    expect(strange.status).toBe(404);
    expect(strange.body.error).toMatchObject({ param: 'refund', message: `No such refund: '${refund.id}'` });
  });

  it('reverses a hold that no payment intent made', async () => {
    const { stripe, sandbox } = await testBench();
    const { id } = await stripe.charges.create({ amount: 5000, currency: 'usd', source: 'tok_visa', capture: false });
    expect((await refusal(stripe.refunds.create({ charge: id, amount: 100 }))).message).toMatch(
      /^You cannot partially/,
    );
    const refund = await stripe.refunds.create({ charge: id });
    expect(refund).toMatchObject({ balance_transaction: null, destination_details: { card: { type: 'reversal' } } });
    expect(await stripe.charges.retrieve(id)).toMatchObject({ captured: false, refunded: true });
    expect((await sandbox.advance('8d')).map(({ action }) => action)).not.toContain('expire');
  });
});

describe('the machine of refunds', () => {
  const leads: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    succeeded: { arrive: 'succeeded', fail: 'failed' },
    pending: { succeed: 'succeeded', fail: 'failed' },
    failed: {},
  };
  const actions = ['arrive', 'succeed', 'fail', 'cancel', 'expire'];
  const cards: Readonly<Record<string, string>> = { succeeded: 'visa', pending: 'pendingRefund', failed: 'refundFail' };

  it.each(Object.keys(leads).flatMap((status) => actions.map((action) => [status, action] as const)))(
    '%s: %s',
    async (status, action) => {
      const bench = await testBench();
      const { charge } = await paid(bench, { payment_method: `pm_card_${cards[status]}` });
      const { id } = await bench.stripe.refunds.create({ charge });
      if (status === 'failed') await bench.sandbox.advance(4);
      const before = await bench.stripe.refunds.retrieve(id);
      expect(before.status).toBe(status);
      const expected = leads[status]?.[action];
      const act = (): Promise<unknown> => {
        if (action === 'cancel') return bench.stripe.refunds.cancel(id);
        if (action === 'expire') return bench.stripe.testHelpers.refunds.expire(id);
        return bench.sandbox.act(id, action);
      };
      if (expected === undefined) {
        await expect(act()).rejects.toMatchObject({ message: expect.stringContaining('refund') });
        expect(await bench.stripe.refunds.retrieve(id)).toEqual(before);
      } else {
        await act();
        expect((await bench.stripe.refunds.retrieve(id)).status).toBe(expected);
      }
      expect([...actionsFrom(machine, status)].sort()).toEqual(Object.keys(leads[status] ?? {}).sort());
    },
  );

  it('says why a card refund cannot be canceled', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench);
    const { id } = await bench.stripe.refunds.create({ charge });
    expect(await refusal(bench.stripe.refunds.cancel(id))).toMatchObject({
      statusCode: 400,
      code: undefined,
      message: 'Canceling this refund is unsupported.',
    });
  });

  it('refuses a reason that no bank gives', async () => {
    const bench = await testBench();
    const { charge } = await paid(bench);
    const { id } = await bench.stripe.refunds.create({ charge });
    await expect(bench.sandbox.act(id, 'fail', { failure_reason: 'whim' })).rejects.toThrow(/^Invalid failure_reason/);
    expect(await bench.sandbox.act(id, 'fail', { failure_reason: 'lost_or_stolen_card' })).toMatchObject({
      failure_reason: 'lost_or_stolen_card',
    });
  });
});
