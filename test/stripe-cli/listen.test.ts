/** `stripe listen` and `stripe logs tail` with the real CLI. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { app } from './app.ts';
import { stripe as cli, run, type Site } from './cli.ts';

interface Bench extends Site {
  readonly emulator: Emulator;
  post(path: string, form?: Record<string, string>, account?: string): Promise<{ id: string }>;
}

async function bench(apiVersion?: string): Promise<Bench> {
  const emulator = await createEmulator({ ...(apiVersion && { apiVersion }) });
  onTestFinished(() => emulator.close());
  const { url } = await emulator.listen();
  const key = 'sk_test_listening';
  return {
    emulator,
    url,
    key,
    async post(path, form = {}, account) {
      const headers = { authorization: `Bearer ${key}`, ...(account !== undefined && { 'stripe-account': account }) };
      const answer = await fetch(url + path, { method: 'POST', headers, body: new URLSearchParams(form) });
      return (await answer.json()) as { id: string };
    },
  };
}

const secretIn = (line: string): string => /whsec_\w+/.exec(line)?.[0] ?? '';
const listen = (site: Site, ...args: string[]) => run(site, 'listen', '--skip-update', ...args);

describe('stripe listen', () => {
  it('hands signed events to the application, and its answers come back as deliveries', async () => {
    const site = await bench();
    const there = await app();
    const cli = listen(site, '--all-snapshot', '--forward-to', there.url);
    there.secret = secretIn(await cli.line(/Ready!/));
    await site.post('/v1/customers');
    await cli.line(/<-- +\[200\] POST .*\[evt_/);
    expect(there.types).toEqual(['customer.created']);
    await site.emulator.sandbox(site.key).delivered();
    const [delivery] = await site.emulator.sandbox(site.key).deliveries();
    expect(delivery).toMatchObject({
      event_type: 'customer.created',
      status: 'succeeded',
      attempts: [{ status: 200, response: 'taken', error: null }],
    });
  });

  it('is sent again what the application refused', async () => {
    const site = await bench();
    const there = await app();
    const cli = listen(site, '--all-snapshot', '--forward-to', there.url);
    there.secret = secretIn(await cli.line(/Ready!/));
    there.answers.push(500);
    await site.post('/v1/customers');
    await expect.poll(() => there.types, { timeout: 10_000 }).toEqual(['customer.created', 'customer.created']);
    await site.emulator.sandbox(site.key).delivered();
    const [delivery] = await site.emulator.sandbox(site.key).deliveries();
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 200]);
  });

  it('tells events of connected accounts apart', async () => {
    const site = await bench();
    const own = await app();
    const connected = await app();
    const cli = listen(site, '--all-snapshot', '--forward-to', own.url, '--forward-connect-to', connected.url);
    own.secret = secretIn(await cli.line(/Ready!/));
    connected.secret = own.secret;
    const { id } = await site.post('/v1/accounts', { type: 'custom', country: 'US' });
    await site.post('/v1/customers', {}, id);
    await site.post('/v1/customers');
    await expect.poll(() => connected.types).toContain('customer.created');
    await expect.poll(() => own.types).toEqual(['customer.created']);
    expect(new Set(connected.accounts)).toEqual(new Set([id]));
  });

  it('goes on after a reset of the sandbox', async () => {
    const site = await bench();
    const cli = listen(site, '--all-snapshot');
    await cli.line(/Ready!/);
    await site.emulator.sandbox(site.key).reset();
    await site.post('/v1/products', { name: 'Gold' });
    await cli.line(/--> product\.created/);
    await site.emulator.sandbox(site.key).delivered();
    const [delivery] = await site.emulator.sandbox(site.key).deliveries();
    expect(delivery).toMatchObject({ status: 'succeeded', attempts: [{ status: 202 }] });
  });

  it('hands on the newest version when it is asked for', async () => {
    const site = await bench('2024-06-20');
    const there = await app();
    const cli = listen(site, '--all-snapshot', '--latest', '--forward-to', there.url);
    const ready = await cli.line(/Ready!/);
    expect(ready).toContain('2026-10-28.endive');
    there.secret = secretIn(ready);
    await site.post('/v1/customers');
    await expect.poll(() => there.types).toEqual(['customer.created']);
  });

  it('has the same secret each time', async () => {
    const site = await bench();
    const first = await cli(site, 'listen', '--print-secret', '--skip-update');
    const second = await cli(site, 'listen', '--print-secret', '--skip-update');
    expect(first.stdout).toMatch(/^whsec_[0-9a-f]{64}\n$/);
    expect(second.stdout).toBe(first.stdout);
  });

  it('does not keep the emulator from closing', async () => {
    const site = await bench();
    const cli = listen(site, '--all-snapshot');
    await cli.line(/Ready!/);
    expect(await site.emulator.sandbox(site.key).endpoints()).toHaveLength(2);
    await site.emulator.close();
    expect(await site.emulator.sandbox(site.key).endpoints()).toHaveLength(0);
  });
});

describe('stripe events resend', () => {
  it('delivers an event once more to who listens', async () => {
    const site = await bench();
    const there = await app();
    const listening = listen(site, '--all-snapshot', '--forward-to', there.url);
    there.secret = secretIn(await listening.line(/Ready!/));
    await site.post('/v1/customers');
    await expect.poll(() => there.types).toEqual(['customer.created']);
    const event = await site.emulator.sandbox(site.key).waitForEvent('customer.created');
    const { status, stdout } = await cli(site, 'events', 'resend', event.id);
    expect({ status, id: (JSON.parse(stdout) as { id: string }).id }).toEqual({ status: 0, id: event.id });
    await expect.poll(() => there.types).toEqual(['customer.created', 'customer.created']);
  });
});

describe('stripe logs tail', () => {
  it('shows requests with their errors, as far as the filters let them through', async () => {
    const site = await bench();
    const all = run(site, 'logs', 'tail');
    const failed = run(site, 'logs', 'tail', '--filter-status-code-type', '4XX', '--filter-http-method', 'POST');
    await Promise.all([all.line(/Ready!/), failed.line(/Ready!/)]);
    await site.post('/v1/customers');
    await site.post('/v1/charges', { amount: '100', currency: 'usd', source: 'tok_chargeDeclined' });
    await Promise.all([
      all.line(/\[200\] POST \/v1\/customers \[req_/),
      all.line(/\[402\] POST \/v1\/charges \[req_/),
      all.line(/DeclineCode: generic_decline/),
      failed.line(/\[402\] POST \/v1\/charges \[req_/),
    ]);
    expect(failed.lines().join('\n')).not.toContain('/v1/customers');
  });
});
