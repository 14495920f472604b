import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
    ['an unknown story', 'dispute-wonn', /no scenario 'dispute-wonn'; did you mean 'dispute-won'\?/],
    ['a file that is not there', 'nowhere.json', /nowhere\.json cannot be read/],
    ['a file that is no JSON', file('broken.json', '{'), /broken\.json:1: /],
    ['a file that is no YAML', file('broken.yaml', 'name: a\n  title: [\n'), /broken\.yaml:\d: /],
    [
      'a file that is no story',
      file('other.json', '{}'),
      /other\.json is not a scenario:\n.*other\.json:1: name: is missing/,
    ],
    [
      'a misspelt key, with the line and what was meant',
      file('misspelt.yaml', 'name: story\ntitle: A story\nsteps:\n  - expect:\n      evnt: { type: a }\n'),
      /misspelt\.yaml:5: steps\.0\.expect: does not know 'evnt'; did you mean 'event'\?/,
    ],
    [
      'a misspelt step',
      file('step.yaml', 'name: story\ntitle: A story\nsteps:\n  - name: a\n    cal: { method: GET }\n'),
      /step\.yaml:5: steps\.0: must be a step with one of call, .*, not 'cal'; did you mean 'call'\?/,
    ],
    [
      'a fixtures file, with the line',
      file('calls.json', '{"fixtures": [\n  { "name": "a",\n    "path": "/v1/custmers", "method": "post" }\n]}'),
      /calls\.json is not a fixtures file:\n {2}\S*calls\.json:3: fixtures\.0\.path: there is no POST \/v1\/custmers; did you mean '\/v1\/customers'\?/,
    ],
    [
      'a fixtures file in which something is missing',
      file('lacking.json', '{"fixtures": [\n  { "name": "a", "path": "/v1/customers" }\n]}'),
      /lacking\.json:2: fixtures\.0\.method: is missing/,
    ],
    [
      'an event that Stripe does not have',
      file(
        'event.yaml',
        'name: story\ntitle: A story\nsteps:\n  - expect:\n      events:\n        - charge.failed\n        - chrge.failed\n',
      ),
      /event\.yaml:7: steps\.0\.expect\.events\.1: there is no event type 'chrge\.failed'; did you mean 'charge\.failed'\?/,
    ],
    ['a module that exports nothing', file('empty.mjs', 'export const x = 1;'), /empty\.mjs is not a scenario/],
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

  it('reads YAML, and names the line of the step that failed', async () => {
    const text =
      'name: lines\ntitle: Lines\nsteps:\n  - call: { method: GET, path: /v1/customers }\n  - expect: { never: [charge.failed] }\n  - call:\n      method: GET\n      path: /v1/customers/cus_none\n';
    const { stdout, status } = await ended('scenario', 'run', file('lines.yaml', text));
    expect(stdout).toMatch(/failed {2}GET \/v1\/customers\/cus_none: expected a 2xx answer, got 404/);
    expect(stdout).toMatch(/at \S*lines\.yaml:6\n/);
    expect(stdout).toMatch(/expected {2}a 2xx answer\n/);
    expect(status).toBe(1);
  });

  it('plays several, and ends with 1 when one fails', async () => {
    const { stdout, status } = await ended(
      'scenario',
      'run',
      'quote-expired',
      file('failing2.json', JSON.stringify(failing)),
    );
    expect(stdout).toContain('2 stories, 1 failed: failing');
    expect(status).toBe(1);
  });

  it('prints JUnit XML with the failure and the timeline up to it', async () => {
    const story = {
      ...failing,
      steps: [
        { call: { method: 'POST', path: '/v1/customers', params: { name: '<Jenny>' } } },
        ...failing.steps.map((step) => ({ ...step, expect: { event: { type: 'customer.deleted' } } })),
      ],
    };
    const { stdout, status } = await ended(
      'scenario',
      'run',
      file('j.json', JSON.stringify(story)),
      '--reporter',
      'junit',
    );
    expect(stdout).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites>\n<testsuite name="failing" tests="2" failures="1"/,
    );
    expect(stdout).toContain('<failure message="no event customer.deleted">');
    expect(stdout).toMatch(/→ POST \/v1\/customers +200/);
    expect(status).toBe(1);
  });

  it('names the cases of JUnit XML alike in every run, each by itself', async () => {
    const names = async (seed: string) => {
      const { stdout } = await ended('scenario', 'run', 'dispute-won', '--reporter', 'junit', '--seed', seed);
      return [...stdout.matchAll(/<testcase [^>]*name="([^"]*)"/g)].map(([, name]) => name);
    };
    const first = await names('1');
    expect(await names('2')).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
  });

  it('hands values to the story', async () => {
    const given = { name: 'values', title: 'Values', steps: [{ call: { method: 'GET', path: '${app:deep.path}' } }] };
    const { stdout, status } = await ended(
      'scenario',
      'run',
      file('v.json', JSON.stringify(given)),
      '--set',
      'app.deep.path=/v1/customers',
    );
    expect(stdout).toContain('GET /v1/customers');
    expect(status).toBe(0);
  });

  it('delivers to the app under test, in disorder where asked for', async () => {
    const came: string[] = [];
    const server = createServer((request, response) => {
      came.push(String(request.headers['stripe-signature']));
      request.resume();
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { stdout, status } = await ended(
      'scenario',
      'run',
      'quote-expired',
      '--forward-to',
      `127.0.0.1:${port}/hooks`,
      '--duplicate',
    );
    server.close();
    expect(stdout).toMatch(/signs webhooks to http:\S+\/hooks {2}whsec_/);
    expect(stdout).toMatch(/← quote\.canceled to \/hooks +200 in/);
    expect(came).toHaveLength(10);
    expect(status).toBe(0);
  });

  it('plays again when the file changes', async () => {
    const path = file('watched.json', '{');
    const watching = command.begin(['scenario', 'run', path, '--watch']);
    await expect.poll(() => watching.printed(), { timeout: 15_000 }).toContain('Watching');
    expect(watching.printed()).toContain('watched.json:1: ');
    file('watched.json', JSON.stringify({ ...failing, name: 'first' }));
    await expect.poll(() => watching.printed(), { timeout: 15_000 }).toContain('first');
    file('watched.json', JSON.stringify({ ...failing, name: 'second' }));
    await expect.poll(() => watching.printed(), { timeout: 15_000 }).toContain('second');
    watching.process.kill('SIGKILL');
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

  it.each(stories.map((block) => [nameOf(block), block] as const))('%s passes', async (name, { language, text }) => {
    const story = file(`${name.replace(/\W/g, '-')}.${language}`, text);
    const { stdout, stderr, status } = await ended('scenario', 'run', story);
    expect(stdout + stderr).toContain('passed');
    expect(status).toBe(0);
  });
});

describe('stripe-emulator scenario verify', () => {
  it.each([
    ['no app', ['--state', 'localhost:1/x'], /--forward-to/],
    ['no state', ['--forward-to', 'localhost:1/x'], /--state/],
  ])('ends with 2 for %s', async (_, flags, message) => {
    const { status, stderr } = await ended('scenario', 'verify', 'quote-expired', ...flags);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('names each disorder and what came of it', async () => {
    let events = 0;
    const server = createServer((request, response) => {
      request.resume();
      if (request.url === '/hooks') events++;
      response.end(JSON.stringify({ events }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const app = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const flags = ['--forward-to', `${app}/hooks`, '--state', `${app}/state`, '--times', '2'];
    const { stdout, status } = await ended('scenario', 'verify', 'quote-expired', ...flags);
    server.close();
    expect(stdout).toMatch(/✗ {2}1 {2}duplicate\n {9}events: expected 5, got 10/);
    expect(stdout).toMatch(/✓ {2}2 {2}shuffle/);
    expect(stdout).toContain('failed  the app ends in another state under 1 of 2 disorders');
    expect(status).toBe(1);
  });
});
