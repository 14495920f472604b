/** What users may import. A change here is a change for users: it belongs in the changelog. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as fixtures from '../src/fixtures/index.ts';
import * as emulator from '../src/index.ts';
import * as scenarios from '../src/scenarios/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every name that the file exports, types included. */
function exported(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(root + path, 'utf8'), ts.ScriptTarget.Latest);
  const names: string[] = [];
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined)
      throw new Error(`${path} has more than export { ... }`);
    if (!ts.isNamedExports(statement.exportClause)) throw new Error(`${path} exports a namespace`);
    for (const { name, isTypeOnly } of statement.exportClause.elements)
      names.push(isTypeOnly || statement.isTypeOnly ? `type ${name.text}` : name.text);
  }
  return names.sort();
}

/** The members of a class that are not private. */
function members(path: string, name: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(root + path, 'utf8'), ts.ScriptTarget.Latest);
  const found = source.statements.find((each) => ts.isClassDeclaration(each) && each.name?.text === name);
  if (found === undefined || !ts.isClassDeclaration(found)) throw new Error(`${path} has no class ${name}`);
  const isPrivate = (member: ts.ClassElement): boolean =>
    ts.canHaveModifiers(member) &&
    (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
  const open = found.members.filter((member) => member.name !== undefined && !isPrivate(member));
  return open.map((member) => (member.name as ts.Identifier).text).sort();
}

describe('stripe-emulator', () => {
  it('exports', () => {
    expect(exported('src/index.ts')).toMatchInlineSnapshot(`
      [
        "createEmulator",
        "type ClockChange",
        "type ClockSetting",
        "type Coverage",
        "type DeliveryLine",
        "type DeliveryQuery",
        "type Emulator",
        "type EmulatorOptions",
        "type ForwarderOptions",
        "type MachineView",
        "type ObjectView",
        "type ReceiverOptions",
        "type RunningServer",
        "type SandboxHandle",
        "type WaitOptions",
      ]
    `);
    expect(exported('src/index.ts').filter((name) => !name.startsWith('type '))).toEqual(Object.keys(emulator).sort());
  });

  it('gives sandboxes these members', () => {
    expect(members('src/server/sandbox-handle.ts', 'SandboxHandle')).toMatchInlineSnapshot(`
      [
        "account",
        "act",
        "addEndpoint",
        "advance",
        "chaos",
        "clock",
        "deliverTo",
        "delivered",
        "deliveries",
        "delivery",
        "dropSnapshot",
        "endpoints",
        "faults",
        "hasAccount",
        "key",
        "now",
        "object",
        "removeEndpoint",
        "removeEndpoints",
        "requests",
        "reset",
        "restore",
        "retry",
        "seed",
        "setChaos",
        "setClock",
        "snapshot",
        "snapshots",
        "waitForEvent",
        "watch",
      ]
    `);
  });

  it('has these entry points', () => {
    const { exports, bin } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Record<string, object>;
    expect(Object.keys(exports ?? {})).toMatchInlineSnapshot(`
      [
        ".",
        "./scenarios",
        "./fixtures",
        "./vitest",
        "./package.json",
      ]
    `);
    expect(bin).toMatchInlineSnapshot(`
      {
        "stripe-emulator": "dist/cli/main.js",
      }
    `);
  });
});

describe('stripe-emulator/scenarios', () => {
  it('exports', () => {
    expect(exported('src/scenarios/index.ts')).toMatchInlineSnapshot(`
      [
        "ScenarioError",
        "defineScenario",
        "entryLine",
        "explanation",
        "findScenario",
        "findTrigger",
        "heading",
        "isFixturesFile",
        "junit",
        "library",
        "progressLine",
        "readFixturesFile",
        "readScenario",
        "readStoryFile",
        "runScenario",
        "triggerable",
        "type Disorder",
        "type Entry",
        "type EntryKind",
        "type EventType",
        "type FailedStep",
        "type Forward",
        "type PlayedStory",
        "type Progress",
        "type Replay",
        "type Run",
        "type RunOptions",
        "type Scenario",
        "type Step",
        "type StoryFile",
        "type Style",
        "type Undelivered",
        "type Verification",
        "type VerifyOptions",
        "verdict",
        "verifyScenario",
      ]
    `);
    expect(exported('src/scenarios/index.ts').filter((name) => !name.startsWith('type '))).toEqual(
      Object.keys(scenarios).sort(),
    );
  });
});

describe('stripe-emulator/fixtures', () => {
  it('exports', () => {
    expect(exported('src/fixtures/index.ts')).toMatchInlineSnapshot(`
      [
        "createKit",
        "event",
        "eventsOf",
        "fixtures",
        "signedWebhook",
        "storyNames",
        "thinEvent",
        "type Built",
        "type EventObject",
        "type EventOf",
        "type EventOptions",
        "type EventType",
        "type Factory",
        "type FixtureKit",
        "type Fixtures",
        "type Graph",
        "type GraphOptions",
        "type Graphs",
        "type ObjectName",
        "type ObjectTypes",
        "type Overrides",
        "type SignOptions",
        "type SignedWebhook",
        "type ThinEvent",
        "type ThinEventOptions",
        "type ThinEventType",
      ]
    `);
    expect(exported('src/fixtures/index.ts').filter((name) => !name.startsWith('type '))).toEqual(
      Object.keys(fixtures).sort(),
    );
  });
});

describe('stripe-emulator/vitest', () => {
  it('exports', () => {
    expect(exported('src/vitest/index.ts')).toMatchInlineSnapshot(`
      [
        "type StripeEmulator",
        "type UseStripeEmulatorOptions",
        "type Webhooks",
        "type WebhooksOptions",
        "useStripeEmulator",
      ]
    `);
  });
});
