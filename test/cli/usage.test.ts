import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ended } from './command.ts';

describe('a value that cannot be', () => {
  it.each([
    [['--store', 'sqlite:test.db'], 'A sqlite store does not exist yet; the only store is memory.'],
    [['--store', 'postgres://localhost/x'], 'A postgres store does not exist yet; the only store is memory.'],
    [['--store', 'shelf'], 'The only store is memory.'],
    [['--api-version', '1999-01-01'], 'Invalid Stripe API version: 1999-01-01'],
    [['--forward-to', 'ftp://localhost'], 'The URL must begin with http:// or https://. (ftp://localhost)'],
    [['--forward-to', 'localhost', '--events', 'customer.exploded'], "There is no event type 'customer.exploded'."],
    [['--forward-to', 'localhost', '--webhook-secret', 'guess'], 'A signing secret begins with whsec_'],
  ])('is refused in one sentence: %j', async (args, sentence) => {
    const { status, stdout, stderr } = await ended('start', '--port', '0', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('what is not there', () => {
  it.each([
    [['start', '--port', '0', '--host', 'nowhere.invalid'], 'The host nowhere.invalid is not known', 1],
    [['start', '--port', '0', '--fixtures', 'nowhere.json'], 'nowhere.json cannot be read: there is no such file', 1],
    [
      ['scenario', 'run', 'test'],
      "There is no scenario 'test'; 'stripe-emulator scenario list' names those that there are.",
      2,
    ],
  ])('is said in one sentence: %j', async (args, sentence, exit) => {
    const { status, stdout, stderr } = await ended(...args);
    expect([status, stdout]).toEqual([exit, '']);
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('bad usage', () => {
  it.each([
    [['--prot', '1'], 'Did you mean --port?'],
    [['start', '--forwardto', 'x'], 'Did you mean --forward-to?'],
    [['rset'], 'Did you mean reset?'],
    [['snapshot', 'sve', 'x'], 'Did you mean save?'],
    [['start', 'now'], 'too many arguments'],
    [['snapshot', 'save'], "missing required argument 'name'"],
    [['--events', 'customer.created'], 'need --forward-to'],
    [['--port', '65536'], 'It must be a whole number from 0 to 65535.'],
    [['--port', 'http'], 'It must be a whole number from 0 to 65535.'],
    [['--seed', '1.5'], 'It must be a whole number'],
    [['--clock', 'yesterday'], 'It must be real, instant, manual or an ISO time'],
    [['scenario', 'run', 'dispute-won', '--api-version', '1999-01-01'], 'Invalid Stripe API version: 1999-01-01'],
    [['--log', 'loud'], 'Allowed choices are pretty, json, silent.'],
    [['--webhook-retries', 'never'], 'Allowed choices are fast, stripe.'],
  ])('ends with status 2: %j', async (args, hint) => {
    const { status, stdout, stderr } = await ended(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });
});

describe('--help', () => {
  it.each([
    '',
    'start',
    'reset',
    'snapshot',
    'snapshot save',
    'snapshot restore',
    'snapshot list',
    'clock',
    'clock show',
    'clock advance',
    'clock set',
    'coverage',
    'machine',
    'openapi',
  ])("of '%s' has an example", async (command) => {
    const { status, stdout } = await ended(...command.split(' ').filter(Boolean), '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(`Example:\n  $ stripe-emulator ${command}`);
  });

  it('names every command', async () => {
    const { stdout } = await ended('--help');
    for (const command of ['start', 'reset', 'snapshot', 'clock', 'coverage', 'machine', 'openapi'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  });
});

describe('--version', () => {
  it('is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await ended('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });
});
