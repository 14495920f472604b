import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ended, run, serve } from './command.ts';

function fixturesFile(fixtures: readonly object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'first-sale.json');
  writeFileSync(path, JSON.stringify({ _meta: { template_version: 0 }, fixtures }));
  return path;
}

const sale = [
  {
    name: 'buyer',
    path: '/v1/customers',
    method: 'post',
    params: { name: 'Jenny', metadata: { from: '${.env:USER_OF_TEST}' } },
  },
  {
    name: 'intent',
    path: '/v1/payment_intents',
    method: 'post',
    params: { amount: 500, currency: 'usd', customer: '${buyer:id}', 'payment_method_types[]': 'card' },
  },
  {
    name: 'refused',
    path: '/v1/payment_intents/${intent:id}/confirm',
    method: 'post',
    params: { payment_method: 'pm_card_chargeDeclined' },
    expected_error_type: 'card_error',
  },
];

describe('stripe-emulator start --fixtures', () => {
  it('runs a fixtures file of the Stripe CLI before it is ready', async () => {
    process.env.USER_OF_TEST = 'a test';
    const server = await serve('start', '--fixtures', fixturesFile(sale));
    const answer = await fetch(`${server.url}/v1/payment_intents?expand[]=data.customer`, {
      headers: { authorization: 'Bearer sk_test_emulator' },
    });
    const { data } = (await answer.json()) as { data: { status: string; customer: { metadata: object } }[] };
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ status: 'requires_payment_method', customer: { metadata: { from: 'a test' } } });
  });

  it('does not wait for an app that is started later', async () => {
    const flags = ['--fixtures', fixturesFile(sale), '--forward-to', 'http://127.0.0.1:9'];
    const { url } = await serve('start', ...flags);
    expect((await fetch(`${url}/_emulator/health`)).status).toBe(200);
  });

  it('does not start when a call is refused', async () => {
    const file = fixturesFile([{ name: 'wrong', path: '/v1/customers', method: 'post', params: { nonsense: 1 } }]);
    const { status, stdout, stderr } = await ended('start', '--port', '0', '--fixtures', file);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('Received unknown parameter: nonsense');
  });

  it('says what is wrong with a file', async () => {
    expect((await ended('start', '--port', '0', '--fixtures', 'nowhere.json')).stderr).toContain(
      'nowhere.json cannot be read',
    );
    expect((await ended('start', '--port', '0', '--fixtures', fixturesFile([]))).stderr).toContain(
      'not a fixtures file',
    );
  });
});

describe('stripe-emulator scenario run FILE', () => {
  it('plays a fixtures file of the Stripe CLI', async () => {
    process.env.USER_OF_TEST = 'a test';
    const { status, stdout } = await run('scenario', 'run', fixturesFile(sale));
    expect(stdout).toContain('first-sale');
    expect(stdout).toContain('passed');
    expect(status).toBe(0);
  });
});
