/** Who may import whom, and where time, chance and the network come in. The rules are in docs/architecture.md. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const longestFile = 350;

interface Import {
  /** Path from the root for a file of ours, else the name of the package. */
  readonly target: string;
  readonly typeOnly: boolean;
}

interface Source {
  readonly path: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every((each) => each.isTypeOnly)
  );
}

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const target = specifier.startsWith('.')
      ? relative(root, resolve(dirname(join(root, path)), specifier))
      : specifier;
    found.push({ target, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      add((node.moduleSpecifier as ts.StringLiteral).text, isTypeOnly(node));
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) add(argument.text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  return { path, lines: text.split('\n').length - 1, tree, imports: importsOf(path, tree) };
}

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(join('src', name)));

const server = 'src/server';
const isPackage = (target: string): boolean => !target.startsWith('src/') && !target.startsWith('node:');
const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const folderOf = (path: string): string => path.split('/').slice(0, 3).join('/');

/** Files that import what they may not, as `file -> target`. */
function violations(of: (source: Source) => boolean, allowed: (target: Import, source: Source) => boolean): string[] {
  return sources
    .filter(of)
    .flatMap((source) =>
      source.imports.filter((each) => !allowed(each, source)).map(({ target }) => `${source.path} -> ${target}`),
    );
}

const inFolder = (folder: string) => (source: Source) => isBelow(source.path, folder);

interface Rule {
  readonly may: readonly string[];
  /** Types only. */
  readonly mayType?: readonly string[];
  readonly packages?: readonly string[];
  /** Single files, for the reason that stands beside each. */
  readonly files?: readonly string[];
}

/** Folders of src/server, and what of src/server each of them may import beside itself. */
const house: Readonly<Record<string, Rule>> = {
  kernel: { may: [] },
  // Where the package keeps the description.
  spec: { may: ['kernel'], packages: ['zod/mini'], files: ['package.ts'] },
  store: { may: ['kernel'] },
  versions: { may: ['kernel'] },
  webhooks: { may: ['kernel'], packages: ['undici'] },
  paper: { may: ['kernel'], packages: ['pdfkit', 'uqr'] },
  // Which addresses a webhook may go to is asked when an endpoint is made.
  resources: { may: ['kernel', 'paper'], mayType: ['spec'], packages: ['stripe'], files: ['webhooks/target.ts'] },
  // When the next attempt is due is stored with the delivery.
  engine: { may: ['kernel', 'spec', 'store'], mayType: ['webhooks'], files: ['webhooks/retry-schedule.ts'] },
  'stripe-cli': {
    // Sessions come as API requests do; `--latest` asks for a second signature of the same event.
    may: ['http', 'kernel'],
    mayType: ['engine', 'webhooks'],
    packages: ['ws'],
    files: ['webhooks/sign.ts'],
  },
  http: {
    // OAuth connects accounts, as the API does.
    may: ['engine', 'kernel', 'resources', 'versions'],
    mayType: ['spec'],
    packages: ['hono', '@remix-run/multipart-parser'],
  },
};

describe('imports', () => {
  it.each(Object.entries(house))(
    'of src/server/%s keep to its neighbours',
    (folder, { may, mayType = [], packages = [], files = [] }) => {
      const own = `${server}/${folder}`;
      const allowed = violations(inFolder(own), ({ target, typeOnly }) => {
        if (target.startsWith('node:') || isBelow(target, own)) return true;
        if (isPackage(target)) return packages.includes(target);
        const within = target.slice(server.length + 1);
        const [neighbour = ''] = within.split('/');
        return files.includes(within) || may.includes(neighbour) || (typeOnly && mayType.includes(neighbour));
      });
      expect(allowed).toEqual([]);
    },
  );

  it('of hono are left to those who speak HTTP', () => {
    const speakers = [`${server}/http`, `${server}/control`, `${server}/pages`];
    const hono = violations(
      ({ path }) => !speakers.some((folder) => isBelow(path, folder)),
      ({ target }) => target !== 'hono' && !target.startsWith('hono/'),
    );
    expect(hono).toEqual([]);
  });

  it.each([
    ['@hono/node-server', [`${server}/emulator.ts`]],
    ['undici', [`${server}/webhooks/deliver.ts`]],
    ['ws', [`${server}/stripe-cli`]],
    ['commander', ['src/cli']],
    // Its words are chosen once, by scripts/words.ts.
    ['@faker-js/faker', ['scripts']],
  ])('of %s are in one place only', (name, places) => {
    const elsewhere = violations(
      ({ path }) => !places.some((place) => isBelow(path, place)),
      ({ target }) => target !== name && !target.startsWith(`${name}/`),
    );
    expect(elsewhere).toEqual([]);
  });

  it('of the server are not for scenarios, which use it as a user would', () => {
    const inside = ['kernel', 'spec', 'store', 'engine', 'resources', 'webhooks', 'versions'];
    const direct = violations(inFolder('src/scenarios'), ({ target }) =>
      inside.every((folder) => !isBelow(target, `${server}/${folder}`)),
    );
    expect(direct).toEqual([]);
  });

  it('of the server are few for fixtures, which must load in no time', () => {
    const shared = ['package.ts', 'spec/blank.ts', 'spec/collapse.ts', 'spec/document.ts', 'webhooks/sign.ts'];
    const kernel = ['kernel/diff.ts', 'kernel/errors.ts', 'kernel/ids.ts'];
    // Objects of an older version are brought down as the server brings them down.
    const versions = `${server}/versions`;
    const data = ['resources/account/defaults.ts'];
    const heavy = violations(
      inFolder('src/fixtures'),
      ({ target, typeOnly }) =>
        typeOnly ||
        target.startsWith('node:') ||
        isBelow(target, 'src/fixtures') ||
        isBelow(target, versions) ||
        [...shared, ...kernel, ...data].some((file) => target === `${server}/${file}`),
    );
    expect(heavy).toEqual([]);
  });

  // Who uses `stripe-emulator/vitest` has both installed; it gives tests a client.
  it('of vitest are for its own entry point', () => {
    const elsewhere = violations(
      ({ path }) => !isBelow(path, 'src/vitest'),
      ({ target }) => target !== 'vitest',
    );
    expect(elsewhere).toEqual([]);
  });

  it('of the stripe package are types', () => {
    const real = violations(
      ({ path }) => !isBelow(path, 'src/vitest'),
      ({ target, typeOnly }) => typeOnly || (target !== 'stripe' && !target.startsWith('stripe/')),
    );
    expect(real).toEqual([]);
  });

  it('run in no circle', () => {
    const bySource = new Map(sources.map((source) => [source.path, source]));
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
        return;
      }
      if (done.has(path)) return;
      for (const { target, typeOnly } of bySource.get(path)?.imports ?? [])
        if (!typeOnly && bySource.has(target)) walk(target, [...trail, path]);
      done.add(path);
    };
    for (const { path } of sources) walk(path, []);
    expect(circles).toEqual([]);
  });

  it('run in no circle of folders of the server', () => {
    const edges = new Map<string, Set<string>>();
    for (const { path, imports } of sources.filter(inFolder(server))) {
      for (const { target, typeOnly } of imports) {
        const [from, to] = [folderOf(path), folderOf(target)];
        if (typeOnly || from === to || !isBelow(target, server) || from.endsWith('.ts') || to.endsWith('.ts')) continue;
        edges.set(from, (edges.get(from) ?? new Set()).add(to));
      }
    }
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some((next) => {
        if (next === to) return true;
        if (seen.has(next)) return false;
        seen.add(next);
        return reaches(next, to, seen);
      });
    expect([...edges.keys()].filter((folder) => reaches(folder, folder))).toEqual([]);
  });
});

/** Calls and constructions by their written name: `Date.now`, `new Date`, `setTimeout`. */
function usesIn({ tree }: Source): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0)
      found.push('new Date()');
    if (ts.isCallExpression(node)) found.push(node.expression.getText());
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function usersOf(names: readonly string[], except: readonly string[]): string[] {
  return sources
    .filter(({ path }) => !except.some((place) => isBelow(path, place)))
    .flatMap((source) =>
      usesIn(source)
        .filter((use) => names.includes(use))
        .map((use) => `${source.path}: ${use}`),
    );
}

describe('time, chance and the network', () => {
  const clocks = [`${server}/kernel/clock.ts`, `${server}/kernel/ids.ts`, `${server}/webhooks/deliver.ts`];
  /** Those who stand outside the emulator tell real time to people. */
  const outside = ['src/cli', 'src/scenarios', 'src/fixtures', 'src/vitest'];

  it.each([
    ['the time', ['Date.now', 'new Date()', 'performance.now', 'process.hrtime', 'process.hrtime.bigint']],
    [
      'chance',
      ['Math.random', 'randomUUID', 'randomBytes', 'randomInt', 'crypto.randomUUID', 'crypto.getRandomValues'],
    ],
    ['waiting', ['setTimeout', 'setInterval']],
  ])('%s comes from the clock, the ids and the deliverer', (_, names) => {
    expect(usersOf(names, [...clocks, ...outside])).toEqual([]);
  });

  it('requests go out from the deliverer only', () => {
    const names = ['fetch', 'globalThis.fetch', 'http.request', 'https.request', 'net.connect', 'tls.connect'];
    const inside = usersOf(names, [`${server}/webhooks/deliver.ts`, ...outside]).filter((use) =>
      use.startsWith(server),
    );
    expect(inside).toEqual([]);
    const modules = violations(inFolder(server), ({ target, typeOnly }, { path }) => {
      if (typeOnly || path === `${server}/webhooks/deliver.ts`) return true;
      return !['node:http', 'node:https', 'node:http2', 'node:tls', 'node:dgram'].includes(target);
    });
    expect(modules).toEqual([]);
  });

  it('printing and exiting are for the command line', () => {
    const names = ['console.log', 'console.info', 'console.warn', 'process.exit', 'process.stdout.write'];
    expect(usersOf(names, ['src/cli'])).toEqual([]);
  });
});

describe('files', () => {
  it(`have no more than ${longestFile} lines`, () => {
    expect(sources.filter(({ lines }) => lines > longestFile).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
      [],
    );
  });

  it('are small as a rule', () => {
    const lines = sources.map((source) => source.lines).sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThan(120);
  });

  it('are named after things, in lower case', () => {
    const vague = /(^|[-/])(utils?|helpers?|managers?|services?|common|misc)([-.]|\/|$)/;
    const names = sources.map(({ path }) => path);
    expect(names.filter((path) => vague.test(path) || /[A-Z_ ]/.test(path))).toEqual([]);
  });
});

describe('resources', () => {
  it('are all in the list', () => {
    const folder = join(root, server, 'resources');
    const list = sources.find(({ path }) => path === `${server}/resources/index.ts`);
    const listed = new Set(list?.imports.map(({ target }) => target.split('/')[3]?.replace(/\.ts$/, '')));
    const there = readdirSync(folder)
      .filter((name) => name !== 'index.ts')
      .filter((name) => {
        if (!statSync(join(folder, name)).isDirectory()) return name.endsWith('.ts');
        return readdirSync(join(folder, name)).includes('index.ts');
      })
      .map((name) => name.replace(/\.ts$/, ''));
    expect(there.length).toBeGreaterThan(10);
    expect(there.filter((name) => !listed.has(name))).toEqual([]);
  });
});
