import { describe, expect, it } from 'vitest';
import { as, controlBench } from './harness.ts';

const newYear = Date.UTC(2026, 0, 1) / 1000;

describe('GET /_emulator/clock', () => {
  it('answers mode and time', async () => {
    const { control } = await controlBench();
    expect((await control('GET', '/clock')).body).toEqual({ mode: 'manual', now: newYear });
  });

  it('is the clock of the sandbox of the key', async () => {
    const { control } = await controlBench();
    await control('POST', '/clock/advance', { seconds: 10 }, as('sk_test_other'));
    expect((await control('GET', '/clock', undefined, as('sk_test_other'))).body.now).toBe(newYear + 10);
    expect((await control('GET', '/clock')).body.now).toBe(newYear);
  });
});

describe('POST /_emulator/clock', () => {
  it('changes the mode and keeps the time', async () => {
    const { control } = await controlBench({ clock: '2040-01-01T00:00:00Z' });
    const { body } = await control('POST', '/clock', { mode: 'instant' });
    expect(body.mode).toBe('instant');
    expect(body.now).toBeGreaterThanOrEqual(Date.UTC(2040, 0, 1) / 1000);
    expect(body.now).toBeLessThan(Date.UTC(2040, 0, 1) / 1000 + 60);
  });

  it.each([['2026-03-01T00:00:00Z'], [Date.UTC(2026, 2, 1) / 1000], [String(Date.UTC(2026, 2, 1) / 1000)]])(
    'moves to %s',
    async (now) => {
      const { control } = await controlBench();
      expect((await control('POST', '/clock', { now })).body).toEqual({
        mode: 'manual',
        now: Date.UTC(2026, 2, 1) / 1000,
        fired: [],
      });
    },
  );

  it('refuses the past, and then changes nothing', async () => {
    const { control } = await controlBench();
    const refused = await control('POST', '/clock', { mode: 'instant', now: newYear - 1 });
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toBe('The clock of a sandbox does not go back.');
    expect((await control('GET', '/clock')).body).toEqual({ mode: 'manual', now: newYear });
  });
});

describe('POST /_emulator/clock/advance', () => {
  it.each([
    [{ seconds: 90 }, 90],
    [{ seconds: 0 }, 0],
    [{ duration: '1d12h' }, 129_600],
    [{ to: '2026-01-02' }, 86_400],
    [{ to: newYear + 5 }, 5],
  ])('takes %j', async (body, moved) => {
    const { control } = await controlBench();
    expect((await control('POST', '/clock/advance', body)).body).toEqual({ now: newYear + moved, fired: [] });
  });

  it('answers what fell due', async () => {
    const { control, api, sandbox } = await controlBench();
    await sandbox.deliverTo(() => new Response('busy', { status: 503 }));
    await api('POST', '/v1/customers', 'name=Ada');
    await sandbox.delivered();
    const [delivery] = await sandbox.deliveries();
    const { body } = await control('POST', '/clock/advance', { seconds: 60 });
    expect(body).toEqual({
      now: newYear + 60,
      fired: [{ object: delivery?.id, action: 'retry', at: newYear + 1 }],
    });
  });

  it.each([
    [{}, 'seconds', 'Say how far'],
    [{ seconds: 1, to: newYear + 9 }, 'seconds', 'only specify one of these parameters: seconds, to.'],
    [{ seconds: -1 }, 'seconds', '0 or more'],
    [{ seconds: 1.5 }, 'seconds', '0 or more'],
    [{ seconds: '5' }, 'seconds', '0 or more'],
    [{ duration: 'soon' }, 'duration', "'soon'"],
    [{ duration: '' }, 'duration', 'must not be empty'],
    [{ to: 'tomorrow' }, 'to', 'must be a time'],
    [{ to: 1e20 }, 'to', 'must be a time'],
    [{ to: true }, 'to', 'must be a time'],
    [{ to: '2025-12-31' }, undefined, 'does not go back'],
    [{ seconds: 4_000_000_000 }, undefined, '100 years'],
    [{ day: 1 }, 'day', 'Received unknown parameter: day'],
  ])('refuses %j', async (body, param, message) => {
    const { control } = await controlBench();
    const refused = await control('POST', '/clock/advance', body);
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringContaining(message),
    });
    expect(refused.body.error.param).toBe(param);
    expect((await control('GET', '/clock')).body.now).toBe(newYear);
  });
});
