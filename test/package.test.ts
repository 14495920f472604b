/** The package as users get it: packed, installed elsewhere, imported, compiled against, run. Needs `npm run build` before. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { library } from '../src/scenarios/index.ts';
import { runCommand } from './docs/processes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const app = mkdtempSync(join(tmpdir(), 'stripe-emulator-app-'));

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}
let packed: Packed;

async function npm(args: readonly string[], cwd: string): Promise<string> {
  const { status, stdout, stderr } = await runCommand('npm', [...args, '--ignore-scripts'], { cwd });
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout;
}

beforeAll(async () => {
  const [answer] = JSON.parse(await npm(['pack', '--json', '--pack-destination', app], root)) as Packed[];
  if (answer === undefined) throw new Error('nothing was packed');
  packed = answer;
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await npm(['install', '--no-audit', '--no-fund', '--prefer-offline', `./${packed.filename}`], app);
}, 120_000);

afterAll(() => rmSync(app, { recursive: true, force: true }));

describe('the tarball', () => {
  it('holds what was compiled from the sources, the description and the words for people, nothing else', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const declarations = sources
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `dist/${name.replace(/\.ts$/, '.d.ts').replaceAll('\\', '/')}`);
    const entries = ['dist/index.js', 'dist/cli/main.js'];
    for (const name of ['scenarios', 'fixtures', 'vitest']) entries.push(`dist/${name}/index.js`);
    const stories = library.map(({ name }) => `dist/stories/${name}.json`);
    const compiled = [...declarations, ...entries, ...stories];
    const words = ['CHANGELOG.md', 'COVERAGE.md', 'LICENSE', 'README.md', 'openapi/stripe.json', 'package.json'];
    const others = packed.files
      .map(({ path }) => path)
      .filter((path) => !/^(docs\/.+\.md|dist\/chunks\/.+\.js)$/.test(path));
    expect(others.sort()).toEqual([...compiled, ...words].sort());
  });

  it('is small', () => {
    expect(packed.size).toBeLessThan(1.5e6);
    expect(packed.unpackedSize).toBeLessThan(6e6);
  });
});

describe('the installed package', () => {
  const script = `
    import { createEmulator } from 'stripe-emulator';
    import { library, runScenario } from 'stripe-emulator/scenarios';
    const emulator = await createEmulator();
    const [scenario] = library;
    const run = await runScenario(scenario, { base: 'http://emulator', key: 'sk_test_app', fetch: emulator.fetch });
    console.log(emulator.version, run.failure ?? 'passed');
    await emulator.close();
  `;

  it('is imported, without the stripe package', async () => {
    const { stdout, stderr, status } = await runCommand(process.execPath, ['--input-type=module', '-e', script], {
      cwd: app,
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('0.1.0 passed\n');
    expect(status).toBe(0);
  });

  it('gives fixtures, without the stripe package', async () => {
    const fixtures = `
      import { eventsOf, fixtures, signedWebhook } from 'stripe-emulator/fixtures';
      const [event] = eventsOf('dispute-lost');
      console.log(fixtures.dispute.lost().status, signedWebhook(event, { secret: 'whsec_1' }).payload.length > 100);
    `;
    const { stdout, stderr } = await runCommand(process.execPath, ['--input-type=module', '-e', fixtures], {
      cwd: app,
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('lost true\n');
  });

  it('loads neither the server nor any package with the fixtures', () => {
    const home = join(app, 'node_modules/stripe-emulator/dist/fixtures');
    const seen = new Set<string>();
    const packages = new Set<string>();
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)[^;]*?"([^"\n]+)";$/gms)) {
        if (from.startsWith('.')) follow(join(dirname(file), from));
        else if (!from.startsWith('node:')) packages.add(from);
      }
    };
    follow(join(home, 'index.js'));
    expect([...packages]).toEqual([]);
    expect(seen.size).toBeGreaterThan(1);
    expect([...seen].filter((file) => readFileSync(file, 'utf8').includes('createEmulator'))).toEqual([]);
  });

  it('lets nobody reach inside', async () => {
    const inside = "await import('stripe-emulator/dist/server/emulator.js')";
    const { status, stderr } = await runCommand(process.execPath, ['--input-type=module', '-e', inside], { cwd: app });
    expect(status).toBe(1);
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('serves, says where, and stops when told', async () => {
    const server = spawn(join(app, 'node_modules/.bin/stripe-emulator'), ['start', '--port', '0', '--log', 'silent'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(server, 'close');
    const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
    const url = /http:\S+/.exec(line)?.[0];
    const health = await fetch(`${url}/_emulator/health`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
    server.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });

  it('plays a story from the command line', async () => {
    const command = join(app, 'node_modules/.bin/stripe-emulator');
    const { status, stdout } = await runCommand(command, ['scenario', 'run', 'dispute-won'], { cwd: app });
    expect(stdout).toContain('passed');
    expect(status).toBe(0);
  });
});

const consumer = `
import Stripe from 'stripe';
import { createEmulator, type Emulator, type EmulatorOptions } from 'stripe-emulator';
import { event, fixtures, type SignedWebhook, signedWebhook } from 'stripe-emulator/fixtures';
import { defineScenario, type Run, runScenario } from 'stripe-emulator/scenarios';
import { useStripeEmulator } from 'stripe-emulator/vitest';

const options: EmulatorOptions = { seed: 1, clock: 'manual', forwardTo: [{ url: 'http://127.0.0.1:3000' }] };
const emulator: Emulator = await createEmulator(options);
export const stripe = new Stripe('sk_test_app', { httpClient: Stripe.createFetchHttpClient(emulator.fetch) });
const story = defineScenario({ name: 'story', title: 'A story', steps: [{ advance: '7d' }] });
export const run: Run = await runScenario(story, { base: 'http://emulator', key: 'sk_test_app', fetch: emulator.fetch });
export const signed: SignedWebhook = signedWebhook(event('charge.dispute.closed', fixtures.dispute.lost()), { secret: 'whsec_1' });
export const { charge } = fixtures.graph.lostDispute({ amount: 1999 });
export const refund: Stripe.Refund = fixtures.refund.for(charge).failed('expired_or_canceled_card', { amount: 5 });
export const { webhooks }: ReturnType<typeof useStripeEmulator> = useStripeEmulator({ seed: 1 });
// @ts-expect-error there is no such field
fixtures.dispute({ amunt: 1999 });
// @ts-expect-error a dispute is closed, not a charge
event('charge.dispute.closed', fixtures.charge());
// @ts-expect-error there is no such option
await createEmulator({ sead: 1 });
`;

describe('the types', () => {
  beforeAll(() => {
    mkdirSync(join(app, 'node_modules/@types'), { recursive: true });
    for (const name of ['stripe', 'vitest', '@types/node', 'undici-types'])
      symlinkSync(join(root, 'node_modules', name), join(app, 'node_modules', name), 'junction');
    writeFileSync(join(app, 'consumer.ts'), consumer);
  });

  it.each([
    ['NodeNext', ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
    ['bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  ])(
    'are strictly right under %s resolution',
    (_, module, moduleResolution) => {
      const program = ts.createProgram([join(app, 'consumer.ts')], {
        target: ts.ScriptTarget.ES2022,
        module,
        moduleResolution,
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        types: ['node'],
        typeRoots: [join(app, 'node_modules/@types')],
      });
      const ours = program
        .getSourceFiles()
        .filter(({ fileName }) => fileName.startsWith(app) && !/node_modules\/(?!stripe-emulator)/.test(fileName));
      expect(ours.length).toBeGreaterThan(5);
      const problems = ours.flatMap((file) => ts.getPreEmitDiagnostics(program, file));
      expect(
        problems.map(
          ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
        ),
      ).toEqual([]);
    },
    60_000,
  );
});
