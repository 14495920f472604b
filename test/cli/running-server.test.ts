import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { ended, run } from './command.ts';

const key = 'sk_test_cli';

/** A server in this process, with one customer in the sandbox of `key`. */
async function server() {
  const emulator = await createEmulator({ seed: 1, clock: 'manual' });
  onTestFinished(() => emulator.close());
  const { url } = await emulator.listen();
  const customers = async (): Promise<number> => {
    const answer = await fetch(`${url}/v1/customers`, { headers: { authorization: `Bearer ${key}` } });
    return ((await answer.json()) as { data: unknown[] }).data.length;
  };
  const create = () => fetch(`${url}/v1/customers`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
  await create();
  const call = (...args: string[]) => ended(...args, '--base', url, '--key', key);
  return { emulator, url, call, customers, create };
}

describe('stripe-emulator reset', () => {
  it('empties the sandbox of the key', async () => {
    const { call, customers } = await server();
    expect(await call('reset')).toEqual({ status: 0, stdout: `The sandbox of ${key} is empty.\n`, stderr: '' });
    expect(await customers()).toBe(0);
  });

  it('empties every sandbox with --all', async () => {
    const { url, customers } = await server();
    expect((await ended('reset', '--all', '--base', url)).stdout).toBe('Every sandbox is empty.\n');
    expect(await customers()).toBe(0);
  });
});

describe('stripe-emulator snapshot', () => {
  it('saves, lists and restores', async () => {
    const { call, customers, create } = await server();
    expect((await call('snapshot', 'save', 'one customer')).stdout).toBe('Saved one customer.\n');
    await create();
    expect((await call('snapshot', 'list')).stdout).toBe('one customer\n');
    expect((await call('snapshot', 'restore', 'one customer')).stdout).toBe('Restored one customer.\n');
    expect(await customers()).toBe(1);
  });

  it('says what is not there', async () => {
    const { call } = await server();
    expect(await call('snapshot', 'restore', 'none')).toEqual({
      status: 1,
      stdout: '',
      stderr: "No such snapshot: 'none'\n",
    });
  });
});

describe('stripe-emulator clock', () => {
  it('shows, advances and sets the time', async () => {
    const { call, emulator } = await server();
    expect((await call('clock', 'show')).stdout).toBe('2026-01-01T00:00:00Z  (manual)\n');
    expect((await call('clock', 'advance', '1d12h')).stdout).toBe('2026-01-02T12:00:00Z\n');
    expect((await call('clock', 'set', '2026-03-01T00:00:00Z')).stdout).toBe('2026-03-01T00:00:00Z  (manual)\n');
    expect(emulator.sandbox(key).now()).toBe(Date.UTC(2026, 2, 1) / 1000);
  });

  it('prints what fell due', async () => {
    const { call, emulator, create } = await server();
    const sandbox = emulator.sandbox(key);
    await sandbox.deliverTo(() => new Response('busy', { status: 503 }));
    await create();
    await sandbox.delivered();
    const [delivery] = await sandbox.deliveries();
    expect((await call('clock', 'advance', '1h')).stdout).toBe(
      `2026-01-01T00:00:01Z  retry  ${delivery?.id}\n2026-01-01T01:00:00Z\n`,
    );
  });

  it('does not go back', async () => {
    const { call } = await server();
    expect(await call('clock', 'set', '2020-01-01')).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('The clock of a sandbox does not go back.'),
    });
  });

  it.each([
    [['clock', 'advance', 'soon'], 'Write 90s, 5m, 2h, 7d or 1d12h.'],
    [['clock', 'set', 'yesterday'], 'It must be an ISO time such as 2026-03-01T00:00:00Z, or Unix seconds.'],
  ])('is bad usage: %j', async (args, hint) => {
    const { status, stderr } = await ended(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(hint);
  });
});

describe('stripe-emulator coverage, machine, openapi', () => {
  it('need no server, and say the same with one', async () => {
    const { url, emulator } = await server();
    const { operations } = emulator.coverage().summary;
    const coverage = await ended('coverage');
    expect(coverage.stdout).toContain(`Modelled: ${operations.modelled} of ${operations.total} operations`);
    expect(coverage.stdout).toMatch(/^(modelled|generic) +POST +\/v1\/disputes\/\{dispute\}\/close +disputes\.close$/m);
    expect((await ended('coverage', '--base', url)).stdout).toBe(coverage.stdout);
    expect(JSON.parse((await ended('coverage', '--json')).stdout)).toEqual(emulator.coverage());

    const machine = await ended('machine', 'dispute');
    expect(machine.stdout).toMatch(/^stateDiagram-v2\n/);
    expect((await ended('machine', 'dispute', '--base', url)).stdout).toBe(machine.stdout);

    const openapi = await run('openapi');
    expect(openapi.stdout).toBe(emulator.openapi());
    expect((await ended('openapi', '--base', url)).stdout).toBe(openapi.stdout);
  });

  it('name the machines there are', async () => {
    const { status, stderr } = await ended('machine', 'disputes');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^There is no machine 'disputes'; there are: .*\bdispute\b.*\.\n$/);
  });
});

describe('a server that is not there', () => {
  it('is said in one sentence', async () => {
    expect(await ended('reset', '--base', 'localhost:9')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        "No emulator answers at http://localhost:9: start one with 'stripe-emulator', or name another with --base.\n",
    });
  });

  it('is refused also where something else answers', async () => {
    const { url } = await server();
    const { status, stderr } = await ended('clock', 'show', '--base', `${url}/elsewhere`);
    expect(status).toBe(1);
    expect(stderr).not.toBe('');
  });
});
