import { readFileSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it, vi } from 'vitest';
import { as, controlBench } from './harness.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('GET /_emulator/health', () => {
  it('needs no key', async () => {
    const { control, emulator } = await controlBench();
    const { status, body } = await control('GET', '/health');
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'ok', version, api_version: emulator.apiVersion, uptime_s: expect.any(Number) });
    expect(body.uptime_s).toBeLessThan(60);
  });
});

describe('GET /_emulator/', () => {
  it.each(['', '/'])("is a page, also at '/_emulator%s'", async (path) => {
    const { control } = await controlBench();
    const { status, type, text } = await control('GET', path);
    expect(status).toBe(200);
    expect(type).toContain('text/html');
    expect(text).toContain('Not affiliated with Stripe');
  });

  it('links only what answers', async () => {
    const { control, emulator } = await controlBench();
    const { text } = await control('GET', '/');
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
    expect(links).toEqual(['health', 'coverage', 'machines', 'openapi.json'].map((page) => `/_emulator/${page}`));
    for (const link of links) expect((await emulator.fetch(`http://emulator${link}`)).status).toBe(200);
  });
});

describe('/_emulator', () => {
  it.each([
    ['GET', '/nothing'],
    ['PUT', '/clock'],
    ['GET', '/reset'],
    ['PUT', '/chaos'],
  ])('answers %s %s with a 404 that names it', async (method, path) => {
    const { control } = await controlBench();
    const { status, body } = await control(method, path);
    expect(status).toBe(404);
    expect(body.error.type).toBe('invalid_request_error');
    expect(body.error.message).toContain(`${method} /_emulator${path}`);
  });

  it('refuses live keys and what is no key', async () => {
    const { control } = await controlBench();
    const live = await control('GET', '/clock', undefined, as('sk_live_x'));
    expect(live.status).toBe(401);
    expect(live.body.error.message).toContain('test keys');
    expect((await control('GET', '/clock', undefined, { authorization: 'nonsense' })).status).toBe(401);
  });

  it('refuses a body that is nested too deeply', async () => {
    const { control } = await controlBench();
    const deep = `{"all":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect((await control('POST', '/reset', deep)).status).toBe(400);
  });

  it("answers a defect of its own with a 500 in Stripe's shape, and tells of it", async () => {
    const told: unknown[] = [];
    const { control, emulator } = await controlBench({ onCrash: (error) => told.push(error) });
    const defect = new TypeError('nothing there');
    vi.spyOn(emulator, 'coverage').mockImplementation(() => {
      throw defect;
    });
    const { status, body } = await control('GET', '/coverage');
    expect(status).toBe(500);
    expect(body.error).toEqual({ type: 'api_error', message: 'An unexpected error occurred in the emulator.' });
    expect(told).toEqual([defect]);
  });

  it('answers on a port as it does in process', async () => {
    const { emulator, sandbox } = await controlBench();
    const { url } = await emulator.listen();
    const server = request(url);
    await server.get('/').expect(302).expect('location', '/_emulator/');
    await server
      .get('/_emulator/')
      .expect(200)
      .expect('content-type', /text\/html/);
    await server.get('/_emulator/health').expect(200);
    const { body: customer } = await server
      .post('/v1/customers')
      .set(as(sandbox.key))
      .type('form')
      .send({ name: 'Ada' })
      .expect(200);
    const { body: event } = await server.get(`/_emulator/events/wait?object=${customer.id}`).expect(200);
    expect(event.type).toBe('customer.created');
    const { body: view } = await server.get(`/_emulator/objects/${customer.id}`).expect(200);
    expect(view.object.name).toBe('Ada');
    const { body: clock } = await server.post('/_emulator/clock/advance').send({ duration: '1h' }).expect(200);
    expect(clock).toEqual({ now: sandbox.now(), fired: [] });
    await server.post('/_emulator/clock/advance').send('{').type('json').expect(400);
    await server.post('/_emulator/reset').expect(200);
    await server.get(`/_emulator/objects/${customer.id}`).expect(404);
    await server.get('/_emulator/openapi.json').expect(200).expect('content-type', /json/);
    await server.delete('/_emulator/nothing').expect(404);
  });
});
