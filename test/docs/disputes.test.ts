/** The tables of docs/disputes.md against what happens. */
import Stripe from 'stripe';
import { afterAll, describe, expect, it } from 'vitest';
import { createEmulator, type SandboxHandle } from '../../src/index.ts';
import { disputedCards } from '../../src/server/resources/payment-method/test-card-rows.ts';
import { textOf } from './blocks.ts';

/** The cells of the table under a heading, its head left out. */
function rows(heading: string): string[][] {
  const [, section = ''] = textOf('docs/disputes.md').split(`\n## ${heading}\n`);
  const lines = section.split('\n## ')[0]?.split('\n') ?? [];
  const cells = lines
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  return cells.filter(([first = ''], at) => !first.startsWith('---') && !cells[at + 1]?.[0]?.startsWith('---'));
}

const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const emulator = await createEmulator();
afterAll(() => emulator.close());

interface Case {
  readonly stripe: Stripe;
  readonly sandbox: SandboxHandle;
  readonly dispute: Stripe.Dispute;
}

async function open(key: string, payment_method: string): Promise<Case> {
  const sandbox = emulator.sandbox(key);
  const stripe = new Stripe(key, { httpClient: Stripe.createFetchHttpClient(emulator.fetch) });
  await stripe.paymentIntents.create({
    amount: 1999,
    currency: 'usd',
    payment_method,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  });
  const [dispute] = (await stripe.disputes.list()).data;
  if (dispute === undefined) throw new Error(`${payment_method} opens no dispute`);
  return { stripe, sandbox, dispute };
}

const submit = ({ stripe, dispute }: Case, uncategorized_text: string) =>
  stripe.disputes.update(dispute.id, { evidence: { uncategorized_text } });

/** What happens before the row's events, and what makes them happen. */
const stories: Readonly<
  Record<string, { card?: string; before?: (at: Case) => unknown; does?: (at: Case) => unknown }>
> = {
  'a payment that is disputed': {},
  'a payment with an inquiry': { card: 'pm_card_createDisputeInquiry' },
  'evidence is staged': {
    does: ({ stripe, dispute }) =>
      stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'staged' }, submit: false }),
  },
  'evidence is submitted': { does: (at) => submit(at, 'submitted') },
  won: { before: (at) => submit(at, 'sent'), does: ({ sandbox, dispute }) => sandbox.act(dispute.id, 'win') },
  lost: { before: (at) => submit(at, 'sent'), does: ({ sandbox, dispute }) => sandbox.act(dispute.id, 'lose') },
  'closed by the merchant': { does: ({ stripe, dispute }) => stripe.disputes.close(dispute.id) },
  'an inquiry escalates': {
    card: 'pm_card_createDisputeInquiry',
    does: ({ sandbox, dispute }) => sandbox.act(dispute.id, 'escalate'),
  },
  'an inquiry is refunded in full': {
    card: 'pm_card_createDisputeInquiry',
    does: ({ stripe, dispute }) => stripe.refunds.create({ charge: String(dispute.charge) }),
  },
  'the deadline passes': { does: ({ sandbox }) => sandbox.advance('9d') },
};

describe('docs/disputes.md', () => {
  it('lists the test cards', () => {
    const listed = rows('Test cards').map(([number, name = '']) => `${number} ${names(name)[0]}`);
    expect(listed.sort()).toEqual(disputedCards.map(([number, , name]) => `${number} ${name}`).sort());
  });

  it('lists the outside actions of disputes', () => {
    const [dispute] = emulator.machines().filter(({ name }) => name === 'dispute');
    const listed = rows('What the bank can do').flatMap(([action = '']) => names(action));
    expect(listed).toEqual(expect.arrayContaining([...(dispute?.outside ?? [])]));
    expect(listed.filter((action) => !dispute?.outside.includes(action))).toEqual(['dispute', 'warn']);
  });

  const texts = rows('Evidence that decides').flatMap(([text = '', chargeback = '', inquiry = '']) => [
    [names(text)[0] ?? '', 'pm_card_createDispute', names(chargeback)[0]] as const,
    [names(text)[0] ?? '', 'pm_card_createDisputeInquiry', names(inquiry)[0]] as const,
  ]);

  it.each(texts.filter(([, , status]) => status !== undefined))('%s decides %s: %s', async (text, card, status) => {
    const at = await open(`sk_test_${text}_${card}`, card);
    expect((await submit(at, text)).status).toMatch(/under_review$/);
    expect(await at.stripe.disputes.retrieve(at.dispute.id)).toMatchObject({ status });
  });

  it.each(rows('Events, in order'))('tells the events: %s', async (happening, events = '') => {
    const { card = 'pm_card_createDispute', before, does } = stories[happening] ?? {};
    const at = await open(`sk_test_${happening.replaceAll(' ', '_')}`, card);
    await before?.(at);
    const last = does === undefined ? undefined : (await at.stripe.events.list({ limit: 1 })).data[0]?.id;
    await does?.(at);
    await at.sandbox.object(at.dispute.id); // what follows an answer has happened by then
    const page = await at.stripe.events.list({ limit: 100, ...(last !== undefined && { ending_before: last }) });
    expect(page.data.map(({ type }) => type).reverse()).toEqual(names(events));
  });

  it('has a story for every row of events', () => {
    expect(rows('Events, in order').map(([happening]) => happening)).toEqual(Object.keys(stories));
  });
});
