/** Stories on servers whose default is an older version of the API. */
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { library, runScenario, type Scenario } from '../../src/scenarios/index.ts';
import { findTrigger } from '../../src/scenarios/triggers/index.ts';
import { storiesVersion } from '../../src/scenarios/version.ts';
import { publishedVersions } from '../../src/server/versions/known.ts';
import * as command from '../cli/command.ts';
import { closeReceivers, receive } from '../webhooks/receiver.ts';

afterEach(closeReceivers);

async function at(apiVersion: string) {
  const emulator = await createEmulator({ seed: 1, clock: 'manual', apiVersion });
  onTestFinished(() => emulator.close());
  return emulator;
}

const promotion = (version?: string): Scenario => ({
  name: 'promotion',
  title: 'A code for a coupon',
  ...(version !== undefined && { api_version: version }),
  steps: [
    { call: { method: 'POST', path: '/v1/coupons', params: { id: 'SPRING', percent_off: 20 } } },
    { name: 'code', call: { method: 'POST', path: '/v1/promotion_codes', params: { coupon: 'SPRING' } } },
    { expect: { object: { path: '/v1/promotion_codes/${code:id}', has: { coupon: { id: 'SPRING' } } } }, within: 1 },
  ],
});

describe('the stories of the package', () => {
  it('are written in the newest version', () => {
    expect(storiesVersion).toBe(publishedVersions.at(-1));
    expect(new Set(library.map((story) => story.api_version))).toEqual(new Set([storiesVersion]));
  });

  it('hold where the default is the oldest version', async () => {
    const emulator = await at('2022-11-15');
    for (const story of library)
      expect([story.name, (await runScenario(story, { emulator })).failure]).toEqual([story.name, undefined]);
  });

  it('make events happen where the default is an older version', async () => {
    const emulator = await at('2024-06-20');
    for (const type of ['invoice.paid', 'promotion_code.created', 'customer.subscription.updated'])
      expect(await runScenario(findTrigger(type) as Scenario, { emulator })).toMatchObject({ ok: true });
  });
});

describe('a story', () => {
  it('is in the version that it names', async () => {
    const emulator = await at('2026-10-28.endive');
    expect(await runScenario(promotion('2024-06-20'), { emulator })).toMatchObject({ ok: true });
  });

  it('is in that of the server where it names none', async () => {
    expect(await runScenario(promotion(), { emulator: await at('2024-06-20') })).toMatchObject({ ok: true });
    const { failure } = await runScenario(promotion(), { emulator: await at('2026-10-28.endive') });
    expect(failure).toContain('coupon');
  });

  it('fails where there is no such version', async () => {
    const { failure } = await runScenario(promotion('2021-01-01'), { emulator: await at('2024-06-20') });
    expect(failure).toContain('Invalid Stripe API version: 2021-01-01');
  });
});

describe('--api-version', () => {
  it.each([
    ['scenario', 'run', 'refund-failed'],
    ['trigger', 'customer.created'],
  ])('is what the webhooks of %s %s are of', async (...argv) => {
    const { url, received } = await receive((response) => response.end());
    const { status } = await command.ended(...argv, '--api-version', '2024-06-20', '--forward-to', url);
    const versions = received.map(({ body }) => (JSON.parse(body) as { api_version: unknown }).api_version);
    expect([status, [...new Set(versions)]]).toEqual([0, ['2024-06-20']]);
  });

  it('is not for a server that runs already', async () => {
    const base = ['--base', 'http://127.0.0.1:1', '--api-version', '2024-06-20'];
    const { status, stderr } = await command.ended('scenario', 'run', 'dispute-won', ...base);
    expect(stderr).toContain('--api-version is for an own server');
    expect(status).toBe(2);
  });

  it('is one that there is', async () => {
    const { status, stderr } = await command.ended('trigger', 'customer.created', '--api-version', '2021-01-01');
    expect(stderr).toContain('Invalid Stripe API version: 2021-01-01');
    expect(status).toBe(2);
  });
});
