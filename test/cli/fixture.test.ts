import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadDescription } from '../../src/server/spec/description.ts';
import { ended } from './command.ts';

async function printed(...argv: string[]): Promise<Record<string, never>> {
  const { status, stdout, stderr } = await ended(...argv);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('stripe-emulator fixture', () => {
  it('prints an object with its traits', async () => {
    const dispute = await printed('fixture', 'dispute', '--trait', 'inquiry', '--trait', 'with-evidence');
    expect(dispute).toMatchObject({ status: 'warning_needs_response', evidence_details: { has_evidence: true } });
  });

  it('takes the names of the API as well as those of the kit', async () => {
    expect(await printed('fixture', 'setup_attempt')).toMatchObject({ object: 'setup_attempt' });
    expect(await printed('fixture', 'checkout.session')).toMatchObject({ object: 'checkout.session' });
    expect(await printed('fixture', 'creditNote')).toMatchObject({ object: 'credit_note' });
  });

  it('prints the same for the same seed', async () => {
    const lost = () => ended('fixture', 'dispute', '--trait', 'lost', '--seed', '1', '--set', 'amount=1999');
    expect((await lost()).stdout).toBe((await lost()).stdout);
  });

  it('prints an array when it is asked how many', async () => {
    const ids = (await printed('fixture', 'charge', '--count', '3')) as unknown as { id: string }[];
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
  });

  it('sets fields: numbers as numbers, texts as texts', async () => {
    const settings = [
      'amount=1999',
      'metadata.order=42',
      'evidence.customer_name=Jenny Rosen',
      'is_charge_refundable=true',
    ];
    const flags = settings.flatMap((each) => ['--set', each]);
    expect(await printed('fixture', 'dispute', ...flags)).toMatchObject({
      amount: 1999,
      metadata: { order: '42' },
      evidence: { customer_name: 'Jenny Rosen' },
      is_charge_refundable: true,
    });
  });

  it('prints an object of an older version, with the fields that it has', async () => {
    const flags = ['--trait', 'paid', '--set', 'subscription=sub_1', '--set', 'total=700'];
    const invoice = await printed('fixture', 'invoice', '--api-version', '2024-06-20', ...flags);
    expect(invoice).toMatchObject({ paid: true, subscription: 'sub_1', total: 700 });
    expect(invoice).not.toHaveProperty('parent');
  });

  it('writes golden files for other languages', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-emulator-golden-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { stdout } = await ended('fixture', '--all', '--out', folder);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    expect(stdout).toBe(`Wrote ${files.length} files to ${folder}.\n`);
    const { objects, events } = loadDescription();
    for (const { type } of objects.filter(({ legacy }) => !legacy))
      expect(files).toContain(join('objects', `${type}.json`));
    for (const type of events.keys()) expect(files).toContain(join('events', `${type}.json`));
    expect(files).toContain(join('objects', 'dispute.lost.json'));
    expect(JSON.parse(readFileSync(join(folder, 'objects/dispute.won.json'), 'utf8'))).toMatchObject({ status: 'won' });
  });

  it.each([
    [['fixture', 'disput'], "There is no object 'disput'; near it: dispute,"],
    [['fixture', 'dispute', '--trait', 'lots'], "fixtures.dispute has no trait 'lots'. It has: needsResponse,"],
    [['fixture', 'dispute', '--set', 'amunt=1'], 'There is no field dispute.amunt.'],
    [['fixture', 'dispute', '--set', 'amount=much'], 'That is no dispute: amount: is "much", not integer.'],
    [['fixture', 'invoice', '--api-version', '2024'], "Stripe's API has no version '2024'."],
    [['event', 'invoice.paid', '--api-version', '2024'], "Stripe's API has no version '2024'."],
    [['fixture', '--all'], '--all writes many files: name their folder with --out.'],
    [
      ['event', 'charge.dispute.close'],
      "There is no event 'charge.dispute.close'; did you mean 'charge.dispute.closed'?",
    ],
    [['event', 'nothing'], "There is no event 'nothing'; 'stripe-emulator trigger' names those that there are."],
  ])('says in one sentence what cannot be: %j', async (argv, sentence) => {
    const { status, stdout, stderr } = await ended(...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    [['fixture', '--all', '--out', '/dev/null/x'], 'The files cannot be written:'],
    [['event', 'charge.dispute.closed', '--send', 'http://127.0.0.1:1'], 'Nothing answers at http://127.0.0.1:1.'],
  ])('ends with status 1 where it did not work: %j', async (argv, sentence) => {
    const { status, stdout, stderr } = await ended(...argv);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  it.each([
    [['fixture'], "missing required argument 'object'"],
    [['fixture', 'dispute', '--set', 'amount'], 'It must be path=value'],
    [['fixture', 'dispute', '--count', '-1'], 'It must be a whole number'],
    [['fixture', 'dispute', '--tait', 'lost'], 'Did you mean --trait?'],
    [['event'], "missing required argument 'type'"],
  ])('ends with status 2 for bad usage: %j', async (argv, hint) => {
    const { status, stderr } = await ended(...argv);
    expect(status).toBe(2);
    expect(stderr).toContain(hint);
  });

  it.each(['fixture', 'event'])("has an example in the help of '%s'", async (command) => {
    const { stdout } = await ended(command, '--help');
    expect(stdout).toContain(`Example:\n  $ stripe-emulator ${command}`);
  });
});

describe('stripe-emulator event', () => {
  it('prints an event whose object is in the state that it tells of', async () => {
    expect(await printed('event', 'payout.failed')).toMatchObject({
      type: 'payout.failed',
      data: { object: { object: 'payout', status: 'failed' } },
    });
    expect(await printed('event', 'charge.dispute.closed', '--trait', 'won', '--account', 'acct_1')).toMatchObject({
      account: 'acct_1',
      data: { object: { status: 'won' } },
    });
  });

  it('prints an event of an older version', async () => {
    expect(await printed('event', 'invoice.paid', '--api-version', '2024-06-20')).toMatchObject({
      api_version: '2024-06-20',
      data: { object: { paid: true } },
    });
  });

  it('signs it', async () => {
    const signed: unknown = await printed('event', 'charge.dispute.closed', '--sign', 'whsec_1');
    const { payload, headers } = signed as {
      payload: string;
      headers: Record<string, string>;
    };
    const { webhooks } = new Stripe('sk_test_1');
    expect(webhooks.constructEvent(payload, headers['stripe-signature'] ?? '', 'whsec_1').type).toBe(
      'charge.dispute.closed',
    );
  });

  it('sends it, and fails when the app does', async () => {
    const { webhooks } = new Stripe('sk_test_1');
    const taken: string[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const signature = String(request.headers['stripe-signature']);
      try {
        taken.push(webhooks.constructEvent(Buffer.concat(chunks), signature, 'whsec_1').type);
        response.end('thanks');
      } catch {
        response.writeHead(400).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
    const sent = await ended('event', 'charge.dispute.closed', '--sign', 'whsec_1', '--send', url);
    expect(sent).toMatchObject({ status: 0, stdout: expect.stringMatching(/^200 in \d+ ms {2}thanks\n$/) });
    expect((await ended('event', 'payout.paid', '--send', url)).status).toBe(1);
    expect(taken).toEqual(['charge.dispute.closed']);
  });
});
