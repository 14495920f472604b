/** What the bank is said to do comes from outside: no fact of it, however odd, may break the server or half an object. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDescription } from '../../src/server/spec/description.ts';
import { as, type ControlBench, controlBench, defaultKey } from '../control/harness.ts';

const description = loadDescription();
const paid = (card: string, more = '') =>
  `amount=2000&currency=usd&confirm=true&payment_method=pm_card_${card}&return_url=http://localhost${more}`;

/** One object in each state from which something can happen. */
async function examples({ api }: ControlBench): Promise<string[]> {
  const ids: string[] = [];
  const pay = async (card: string, more?: string) => (await api('POST', '/v1/payment_intents', paid(card, more))).body;
  const cards = [
    'visa',
    'createDispute',
    'createDisputeInquiry',
    'createComplianceDispute',
    'createCe3EligibleDispute',
  ];
  for (const card of cards) ids.push((await pay(card)).latest_charge);
  const held = await pay('visa', '&capture_method=manual');
  const challenged = await pay('authenticationRequired');
  ids.push(held.id, held.latest_charge, challenged.id);
  const { body: disputes } = await api('GET', '/v1/disputes');
  for (const { id } of disputes.data) ids.push(id);
  const [answered] = disputes.data;
  await api('POST', `/v1/disputes/${answered.id}`, 'submit=true');
  for (const card of ['visa', 'refundFail', 'pendingRefund']) {
    const { latest_charge } = await pay(card);
    ids.push((await api('POST', '/v1/refunds', `charge=${latest_charge}`)).body.id);
  }
  const { body: customer } = await api('POST', '/v1/customers');
  const account =
    'bank_account[country]=US&bank_account[routing_number]=110000000&bank_account[account_number]=000123456789';
  const { body: token } = await api('POST', '/v1/tokens', account);
  const { body: source } = await api('POST', `/v1/customers/${customer.id}/sources`, `source=${token.id}`);
  ids.push(source.id, customer.id);
  expect(ids).not.toContain(undefined);
  return ids;
}

const names = ['reason', 'amount', 'inquiry', 'case_type', 'network_reason_code', 'final', 'smart_disputes'];
const otherNames = ['amount_returned', 'failure_reason', 'failure_code', 'result', 'status', 'constructor', 'toString'];
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    { toString: 1, valueOf: 1 },
    [{ toString: null, valueOf: null }],
    1e300,
    -1,
    0.5,
    Number.MAX_SAFE_INTEGER,
    '',
    'fraudulent',
    'constructor',
    '\u0000',
    '\ud800',
  ),
);
const facts = fc.dictionary(fc.constantFrom(...names, ...otherNames), odd, { maxKeys: 3 });

describe('POST /_emulator/objects/:id/actions/:action', () => {
  it('answers or refuses whatever the facts, and what it refuses changes nothing', { timeout: 60_000 }, async () => {
    const bench = await controlBench();
    const { control, api } = bench;
    const ids = await examples(bench);
    const pairs: [id: string, action: string][] = [];
    for (const id of ids) {
      const { actions } = (await control('GET', `/objects/${id}`)).body;
      for (const action of [...actions, 'win', 'explode']) pairs.push([id, action]);
    }
    await bench.sandbox.snapshot('before');
    const state = async () => {
      const events = await api('GET', '/v1/events?limit=1');
      return [events.text, (await api('GET', '/v1/balance')).text];
    };
    const before = await state();
    let taken = 0;

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pairs), facts, async ([id, action], sent) => {
        const shown = (await control('GET', `/objects/${id}`)).text;
        const { status, body } = await control('POST', `/objects/${id}/actions/${action}`, JSON.stringify(sent));
        expect(status).toBeLessThan(500);
        if (status === 200) {
          taken++;
          const shape = description.object(body.object);
          expect(shape?.check(body) ?? []).toEqual([]);
          await bench.sandbox.restore('before');
        } else {
          expect(body.error).toMatchObject({ type: 'invalid_request_error', message: expect.any(String) });
          expect((await control('GET', `/objects/${id}`)).text).toBe(shown);
          expect(await state()).toEqual(before);
        }
      }),
      { numRuns: 800, seed: 1 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it.each(['[]', '"win"', '1', '{', '{"a":', ''.padEnd(70, '[')])('reads no facts in %s', async (body) => {
    const { control, api } = await controlBench();
    const { body: intent } = await api('POST', '/v1/payment_intents', paid('visa'));
    const answer = await control('POST', `/objects/${intent.latest_charge}/actions/dispute`, body, as(defaultKey));
    expect(answer.status).toBe(400);
    expect(answer.body.error.type).toBe('invalid_request_error');
  });
});
