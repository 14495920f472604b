import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type ControlBench, controlBench } from './harness.ts';

const secret = 'whsec_chaos';
const stripe = new Stripe('sk_test_chaos');

/** A receiver that takes what is signed rightly, and remembers all that came. */
async function received(bench: ControlBench) {
  const came: { name: string; ok: boolean; reason: string }[] = [];
  await bench.sandbox.deliverTo(
    async (request) => {
      const payload = await request.text();
      const { name } = JSON.parse(payload).data.object;
      try {
        const signature = request.headers.get('stripe-signature') ?? '';
        await stripe.webhooks.constructEventAsync(payload, signature, secret);
        came.push({ name, ok: true, reason: '' });
        return new Response();
      } catch (error) {
        came.push({ name, ok: false, reason: (error as Error).message });
        return new Response(null, { status: 400 });
      }
    },
    { secret },
  );
  return came;
}

async function make({ api, sandbox }: ControlBench, ...names: string[]): Promise<void> {
  for (const name of names) await api('POST', '/v1/customers', `name=${name}`);
  await sandbox.delivered();
}

const quiet = {
  object: 'chaos',
  duplicate: false,
  shuffle: false,
  delay_ms: 0,
  drop: 0,
  stale_signature: false,
  wrong_signature: false,
  seed: 0,
  counts: { duplicated: 0, lost: 0, forged: 0, forged_accepted: 0 },
};

async function chaotic(settings: object, options = {}) {
  const bench = await controlBench(options);
  const came = await received(bench);
  const { status, body } = await bench.control('POST', '/chaos', settings);
  expect(status).toBe(200);
  expect(body).toEqual({ ...quiet, ...settings });
  return { bench, came };
}

describe('/_emulator/chaos', () => {
  it('is quiet at first, and again after a reset', async () => {
    const { control } = await controlBench();
    expect((await control('GET', '/chaos')).body).toEqual(quiet);
    await control('POST', '/chaos', { duplicate: true });
    expect((await control('GET', '/chaos')).body).toEqual({ ...quiet, duplicate: true });
    await control('POST', '/reset');
    expect((await control('GET', '/chaos')).body).toEqual(quiet);
  });

  it('sends everything twice', async () => {
    const { bench, came } = await chaotic({ duplicate: true });
    await make(bench, 'Ann');
    expect(came.map(({ name }) => name)).toEqual(['Ann', 'Ann']);
    expect((await bench.control('GET', '/deliveries')).body.data).toMatchObject([{ status: 'succeeded' }]);
    expect((await bench.control('GET', '/chaos')).body.counts).toMatchObject({ duplicated: 1 });
  });

  it('shuffles what comes at the same time', async () => {
    const names = ['Ann', 'Bea', 'Cleo', 'Dora', 'Eve', 'Flo'];
    const { bench, came } = await chaotic({ shuffle: true, seed: 1 });
    await make(bench, ...names);
    expect(came.map(({ name }) => name).sort()).toEqual(names);
  });

  it('holds everything up', async () => {
    const { bench, came } = await chaotic({ delay_ms: 60 });
    const started = performance.now();
    await make(bench, 'Ann');
    expect(came).toHaveLength(1);
    expect(performance.now() - started).toBeGreaterThanOrEqual(59);
  });

  it('loses first attempts, which are made again', async () => {
    const { bench, came } = await chaotic({ drop: 2 }, { clock: 'instant', webhookRetries: 'immediate' });
    await make(bench, 'Ann');
    await expect.poll(() => came.length).toBe(1);
    await bench.sandbox.delivered();
    const { data } = (await bench.control('GET', '/deliveries')).body;
    expect(data).toMatchObject([
      { status: 'succeeded', attempts: [{ status: null }, { status: null }, { status: 200 }] },
    ]);
    expect(data[0].attempts[0].error).toBe('The delivery got lost on its way (1 of 2, on demand).');
    expect((await bench.control('GET', '/chaos')).body.counts).toMatchObject({ lost: 2 });
  });

  it.each([
    ['stale_signature', 'Timestamp outside the tolerance zone'],
    ['wrong_signature', 'No signatures found matching the expected signature for payload.'],
  ])('sends a forged copy before each: %s', async (kind, reason) => {
    const { bench, came } = await chaotic({ [kind]: true });
    await make(bench, 'Ann');
    expect(came.map(({ ok }) => ok)).toEqual([false, true]);
    expect(came[0]?.reason).toContain(reason);
    const { data } = (await bench.control('GET', '/deliveries')).body;
    expect(data).toMatchObject([{ status: 'succeeded', attempts: [{ status: 200 }] }]);
    expect((await bench.control('GET', '/chaos')).body.counts).toMatchObject({ forged: 1, forged_accepted: 0 });
  });

  it('counts the forged copies that are believed', async () => {
    const bench = await controlBench();
    await bench.sandbox.deliverTo(() => new Response());
    await bench.control('POST', '/chaos', { wrong_signature: true, stale_signature: true });
    await make(bench, 'Ann');
    expect((await bench.control('GET', '/chaos')).body.counts).toMatchObject({ forged: 2, forged_accepted: 2 });
  });

  it.each([
    [{ drop: -1 }, /^Invalid drop: must be a whole number from 0 to 1000/],
    [{ duplicate: 'yes' }, 'Invalid duplicate: must be true or false'],
    [{ noise: true }, 'Received unknown parameter: noise'],
  ])('refuses %j and stays as it is', async (settings, message) => {
    const { control } = await controlBench();
    await control('POST', '/chaos', { duplicate: true });
    const { status, body } = await control('POST', '/chaos', settings);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
    expect((await control('GET', '/chaos')).body.duplicate).toBe(true);
  });
});
