import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { as, controlBench } from './harness.ts';

/** An application on a port of its own; answers the event types it received. */
async function listener(): Promise<{ url: string; types: string[] }> {
  const types: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    types.push(JSON.parse(body).type);
    response.end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, types };
}

describe('/_emulator/endpoints', () => {
  it('deliver the events they name', async () => {
    const { control, api, sandbox } = await controlBench();
    const app = await listener();
    const { status, body } = await control('POST', '/endpoints', {
      url: app.url,
      events: ['customer.updated', 'price.*'],
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^fwd_/),
      object: 'endpoint',
      url: app.url,
      events: ['customer.updated', 'price.*'],
      connect: false,
      secret: expect.stringMatching(/^whsec_\w{32}$/),
      enabled: true,
    });
    const { body: customer } = await api('POST', '/v1/customers', 'name=Ada');
    await api('POST', `/v1/customers/${customer.id}`, 'name=Eve');
    await sandbox.delivered();
    expect(app.types).toEqual(['customer.updated']);
  });

  it('deliver nothing any more once they are deleted', async () => {
    const { control, api, sandbox } = await controlBench();
    const app = await listener();
    const { body: endpoint } = await control('POST', '/endpoints', { url: app.url });
    expect((await control('DELETE', `/endpoints/${endpoint.id}`)).body).toEqual({
      id: endpoint.id,
      object: 'endpoint',
      deleted: true,
    });
    await api('POST', '/v1/customers', 'name=Ada');
    await sandbox.delivered();
    expect(app.types).toEqual([]);
    expect((await control('DELETE', `/endpoints/${endpoint.id}`)).status).toBe(404);
  });

  it('are deleted together, but not the forwarders of the command line', async () => {
    const { control } = await controlBench({ forwardTo: [{ url: 'http://127.0.0.1:9/a', secret: 'whsec_a' }] });
    await control('POST', '/endpoints', { url: 'http://127.0.0.1:9/b', connect: true, secret: 'whsec_b' });
    await control('POST', '/endpoints', { url: 'http://127.0.0.1:9/c' });
    const urls = async () => (await control('GET', '/endpoints')).body.data.map((each) => each.url);
    expect(await urls()).toHaveLength(3);
    expect((await control('DELETE', '/endpoints')).body).toEqual({ deleted: 2 });
    expect(await urls()).toEqual(['http://127.0.0.1:9/a']);
    expect((await control('DELETE', '/endpoints/fwd_1')).status).toBe(404);
  });

  it('belong to their sandbox', async () => {
    const { control } = await controlBench();
    await control('POST', '/endpoints', { url: 'http://127.0.0.1:9/a' });
    expect((await control('GET', '/endpoints', undefined, as('sk_test_other'))).body.data).toEqual([]);
  });

  it.each([
    [{}, 'url'],
    [{ url: 'nowhere' }, 'url'],
    [{ url: 'ftp://127.0.0.1/' }, 'url'],
    [{ url: 'http://127.0.0.1', events: ['customer.exploded'] }, 'events'],
    [{ url: 'http://127.0.0.1', events: ['nothing.*'] }, 'events'],
    [{ url: 'http://127.0.0.1', events: [] }, 'events'],
    [{ url: 'http://127.0.0.1', events: 'customer.created' }, 'events'],
    [{ url: 'http://127.0.0.1', secret: 'guess' }, 'secret'],
    [{ url: 'http://127.0.0.1', connect: 'yes' }, 'connect'],
    [{ url: 'http://127.0.0.1', event: ['*'] }, 'event'],
  ])('refuse %j', async (body, param) => {
    const { control } = await controlBench();
    const refused = await control('POST', '/endpoints', body);
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({ type: 'invalid_request_error', param });
    expect((await control('GET', '/endpoints')).body.data).toEqual([]);
  });
});
