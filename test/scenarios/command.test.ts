import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import * as command from '../cli/command.ts';
import { blocks, nameOf } from '../docs/blocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'stripe-emulator-stories-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** With what goes through the console, which vitest takes for itself. */
async function ended(...argv: string[]): Promise<command.Result> {
  let logged = '';
  const log = vi.spyOn(console, 'log').mockImplementation((...values) => {
    logged += `${values.join(' ')}\n`;
  });
  const { stdout, ...result } = await command.ended(...argv);
  log.mockRestore();
  return { ...result, stdout: logged + stdout };
}

const failing = {
  name: 'failing',
  title: 'Nothing holds',
  steps: [{ expect: { event: { type: 'customer.created' } }, within: 1 }],
};

describe('stripe-emulator scenario run', () => {
  it.each(['dispute-won', 'dispute-lost'])('plays %s and ends with 0', async (name) => {
    const { status, stdout } = await ended('scenario', 'run', name);
    expect(stdout).toContain('charge.dispute.closed');
    expect(stdout).toMatch(/passed {2}\d+ events/);
    expect(status).toBe(0);
  });

  it('ends with 1 when an expectation fails, and names it', async () => {
    const { status, stdout } = await ended('scenario', 'run', file('failing.json', JSON.stringify(failing)));
    expect(stdout).toContain('✗ no event customer.created');
    expect(stdout).toContain('failed  no event customer.created');
    expect(status).toBe(1);
  });

  it.each([
    ['an unknown flag', ['run', 'dispute-won', '--sead', '1'], /--seed/],
    ['no name', ['run'], /name/],
  ])('ends with 2 for %s', async (_, argv, message) => {
    const { status, stderr } = await ended('scenario', ...argv);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('names the reporters when there is none of that name', async () => {
    const { status, stderr } = await ended('scenario', 'run', 'dispute-won', '--reporter', 'xml');
    expect(stderr).toMatch(/pretty, json/);
    expect(status).not.toBe(0);
  });

  it.each([
    ['an unknown story', 'dispute-wonn', /no scenario 'dispute-wonn'.*dispute-won/i],
    ['a file that is not there', 'nowhere.json', /nowhere\.json cannot be read/],
    ['a file that is no JSON', file('broken.json', '{'), /broken\.json cannot be read/],
    ['a file that is no story', file('other.json', '{}'), /other\.json is not a scenario: name/],
  ])('says what is wrong with %s', async (_, name, message) => {
    const { status, stderr } = await ended('scenario', 'run', name);
    expect(stderr).toMatch(message);
    expect([1, 2]).toContain(status);
  });

  it('plays a module', async () => {
    const story = file('own.mjs', `export default ${JSON.stringify({ ...failing, name: 'own' })};`);
    const { stdout, status } = await ended('scenario', 'run', story);
    expect(stdout).toContain('own');
    expect(status).toBe(1);
  });

  it('prints the run as JSON', async () => {
    const { stdout, status } = await ended('scenario', 'run', 'dispute-lost', '--reporter', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ scenario: 'dispute-lost', ok: true });
    expect(status).toBe(0);
  });

  it('plays against a running server', async () => {
    const emulator = await createEmulator();
    const { url } = await emulator.listen();
    const { status } = await ended('scenario', 'run', 'dispute-won', '--base', url, '--key', 'sk_test_running');
    const requests = emulator.sandbox('sk_test_running').requests();
    await emulator.close();
    expect(status).toBe(0);
    expect(requests.length).toBeGreaterThan(5);
  });
});

describe('stripe-emulator scenario list and show', () => {
  it('lists the library', async () => {
    const { stdout, status } = await ended('scenario', 'list');
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['dispute-won', 'dispute-lost']),
    );
    expect(status).toBe(0);
  });

  it('shows a story that runs as it stands', async () => {
    const { stdout } = await ended('scenario', 'show', 'dispute-won');
    expect((await ended('scenario', 'run', file('shown.json', stdout))).status).toBe(0);
  });
});

describe('the stories in the documents', () => {
  const stories = blocks.filter(({ kind }) => kind === 'scenario');

  it.each(stories.map((block) => [nameOf(block), block.text] as const))('%s passes', async (name, text) => {
    const { stdout, stderr, status } = await ended('scenario', 'run', file(`${name.replace(/\W/g, '-')}.json`, text));
    expect(stdout + stderr).toContain('passed');
    expect(status).toBe(0);
  });
});
