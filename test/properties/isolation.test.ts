/** What belongs to one platform, or to one account, is never shown to another: tried with every operation of the description. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeForm } from '../../src/server/http/form.ts';
import { loadDescription, type Operation } from '../../src/server/spec/description.ts';
import { sampleParams } from '../generic/sample-params.ts';
import { createWorld, type World } from './world.ts';

const description = loadDescription();
const operations = description.operations.map((each) => [each.id, each] as const);
let world: World;
/** Ids that the sandbox made up: those that are the same everywhere (`US`, `txcd_10000000`) are no secret. */
let secrets: readonly string[];

beforeAll(async () => {
  world = await createWorld();
  secrets = world.allIds.filter((id) => /^[a-z]+_.*[A-Za-z0-9]{12}/.test(id));
});
beforeEach(() => world.rewind());

async function request(operation: Operation): Promise<{ method: string; path: string; body: string | undefined }> {
  const { idsCalled, idsOf, schemas } = world;
  const params = await sampleParams(schemas, operation, async (path) => {
    const name = path.findLast((key) => !/^\d+$/.test(key)) ?? '';
    return idsCalled(name, operation.resource)[0];
  });
  let { path } = operation;
  for (const { name, type } of operation.pathParams) path = path.replace(`{${name}}`, idsOf(type).at(-1) ?? 'nobody');
  const sent = encodeForm(params);
  if (operation.method === 'GET')
    return { method: 'GET', path: `${path}?limit=100`.replace(/\?limit.*/, takesLimit(operation)), body: undefined };
  return { method: operation.method, path, body: sent };
}

const takesLimit = (operation: Operation): string => (operation.takes('limit') ? '?limit=100' : '');

interface Sent {
  readonly path: string;
  readonly body: string | undefined;
}

/** The ids that an answer tells: not those that the request itself named. */
function told({ status, body }: { status: number; body: unknown }, sent: Sent, hidden: readonly string[]): string[] {
  const text = JSON.stringify(status < 400 ? body : { ...(body as object), error: withoutWords(body) });
  return hidden.filter((id) => text.includes(id) && !isNamed(id, sent));
}

const isNamed = (id: string, { path, body = '' }: Sent): boolean => path.includes(id) || body.includes(id);

function withoutWords(body: unknown): object {
  const { message: _message, request_log_url: _url, ...rest } = (body as { error: Record<string, unknown> }).error;
  return rest;
}

/** Rows are immutable: the same state has the very same ones. */
function changed(before: Record<string, object[]>, after: Record<string, object[]>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => {
    const [rows = [], others = []] = [before[name], after[name]];
    return name !== '/blobs' && (rows.length !== others.length || rows.some((row, at) => row !== others[at]));
  });
}

describe('the key of the platform itself', () => {
  it('is answered what it asks for', async () => {
    const reading = description.operations.filter(
      ({ kind, pathParams }) => kind === 'retrieve' && pathParams.length > 0,
    );
    let answered = 0;
    for (const operation of reading) {
      const { method, path, body } = await request(operation);
      if ((await world.bench.call(method, path, body)).status === 200) answered++;
    }
    expect(answered / reading.length).toBeGreaterThan(0.5);
  });
});

describe('the key of another platform', () => {
  /** A platform of its own for each operation: what one of them stores is not told by the next. */
  const stranger = ({ id }: Operation) => ({ authorization: `Bearer sk_test_stranger_${id.replaceAll('.', '_')}` });

  it.each(operations)('learns nothing by %s', async (_, operation) => {
    const sent = await request(operation);
    const before = await world.bench.dump();
    const answer = await world.bench.call(sent.method, sent.path, sent.body, stranger(operation));
    expect(answer.status).toBeLessThan(500);
    expect(told(answer, sent, secrets)).toEqual([]);
    if (secrets.some((id) => sent.path.includes(id))) expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(changed(before, await world.bench.dump())).toEqual([]);
  });

  it.each(operations)('is refused by %s as an account that is not its own', async (_, operation) => {
    const { method, path, body } = await request(operation);
    for (const account of [world.bench.account, world.connectedAccount]) {
      const answer = await world.bench.call(method, path, body, { ...stranger(operation), 'stripe-account': account });
      expect([answer.status, answer.body.error.code]).toEqual([403, 'account_invalid']);
    }
  });
});

describe('a connected account', () => {
  let platformOnly: readonly string[];

  beforeAll(async () => {
    const dump = JSON.stringify(
      Object.entries(await world.bench.dump()).filter(([name]) => name.startsWith(world.connectedAccount)),
    );
    platformOnly = secrets.filter((id) => !dump.includes(id) && !id.startsWith('acct_'));
  });

  it('is known by fewer objects than its platform', () => {
    expect(platformOnly.length).toBeGreaterThan(100);
  });

  it.each(operations)('learns nothing of its platform by %s', async (_, operation) => {
    const sent = await request(operation);
    const headers = { 'stripe-account': world.connectedAccount };
    const answer = await world.bench.call(sent.method, sent.path, sent.body, headers);
    expect(answer.status).toBeLessThan(500);
    expect(told(answer, sent, platformOnly)).toEqual([]);
    if (platformOnly.some((id) => sent.path.includes(id))) expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});
