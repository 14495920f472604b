import { describe, expect, it } from 'vitest';
import { as, controlBench } from './harness.ts';

describe('POST /_emulator/reset', () => {
  it('empties the sandbox and no other', async () => {
    const { control, api } = await controlBench();
    await api('POST', '/v1/customers', 'name=Ada');
    await api('POST', '/v1/customers', 'name=Bob', as('sk_test_other'));
    expect((await control('POST', '/reset')).body).toEqual({ object: 'reset', all: false });
    expect((await api('GET', '/v1/customers')).body.data).toHaveLength(0);
    expect((await api('GET', '/v1/customers', undefined, as('sk_test_other'))).body.data).toHaveLength(1);
  });

  it('empties every sandbox when asked for all', async () => {
    const { control, api } = await controlBench();
    await api('POST', '/v1/customers', 'name=Bob', as('sk_test_other'));
    await control('POST', '/reset', { all: true });
    expect((await api('GET', '/v1/customers', undefined, as('sk_test_other'))).body.data).toHaveLength(0);
  });

  it.each([
    ['{', 'Invalid JSON: the request body could not be parsed.'],
    ['[]', 'Invalid JSON: the request body must be an object.'],
    ['{"all": 1}', 'Invalid all: must be true or false'],
    ['{"every": true}', 'Received unknown parameter: every'],
  ])('refuses %s', async (sent, message) => {
    const { control } = await controlBench();
    const refused = await control('POST', '/reset', sent);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toBe(message);
  });

  it('reads JSON that is sent as a form, as curl does', async () => {
    const { control } = await controlBench();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await control('POST', '/reset', { all: true }, form)).body).toEqual({ object: 'reset', all: true });
  });
});

describe('/_emulator/snapshots', () => {
  it('bring back objects and time', async () => {
    const { control, api } = await controlBench();
    const { body: ada } = await api('POST', '/v1/customers', 'name=Ada');
    const { body: clock } = await control('GET', '/clock');
    expect((await control('POST', '/snapshots', { name: 'one customer' })).body).toEqual({
      object: 'snapshot',
      name: 'one customer',
    });
    await api('POST', '/v1/customers', 'name=Bob');
    await control('POST', '/clock/advance', { duration: '7d' });
    const restored = await control('POST', '/snapshots/one%20customer/restore');
    expect(restored.body).toEqual({ ...clock, object: 'snapshot', name: 'one customer' });
    expect((await api('GET', '/v1/customers')).body.data).toEqual([ada]);
  });

  it('are listed and forgotten by name', async () => {
    const { control } = await controlBench();
    await control('POST', '/snapshots', { name: 'a' });
    await control('POST', '/snapshots', { name: 'b' });
    expect((await control('DELETE', '/snapshots/a')).body).toEqual({ object: 'snapshot', name: 'a', deleted: true });
    expect((await control('GET', '/snapshots')).body).toEqual({
      object: 'list',
      url: '/_emulator/snapshots',
      has_more: false,
      data: [{ object: 'snapshot', name: 'b' }],
    });
    expect((await control('GET', '/snapshots', undefined, as('sk_test_other'))).body.data).toEqual([]);
  });

  it('outlive a reset', async () => {
    const { control } = await controlBench();
    await control('POST', '/snapshots', { name: 'a' });
    await control('POST', '/reset');
    expect((await control('POST', '/snapshots/a/restore')).status).toBe(200);
  });

  it.each([
    ['POST', '/snapshots/none/restore'],
    ['DELETE', '/snapshots/none'],
  ])('answer %s %s with 404', async (method, path) => {
    const { control } = await controlBench();
    const { status, body } = await control(method, path);
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'resource_missing', message: "No such snapshot: 'none'" });
  });

  it('need a name', async () => {
    const { control } = await controlBench();
    expect((await control('POST', '/snapshots', {})).body.error).toMatchObject({
      code: 'parameter_missing',
      param: 'name',
    });
    expect((await control('POST', '/snapshots', { name: '' })).status).toBe(400);
  });
});
