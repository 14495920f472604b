import { describe, expect, it } from 'vitest';
import { as, controlBench, defaultKey } from './harness.ts';

describe('GET /_emulator/requests', () => {
  it('shows parameters and answers, newest first', async () => {
    const { control, api } = await controlBench();
    const { body: customer } = await api('POST', '/v1/customers', 'name=Ada&metadata[order]=6735');
    await api('GET', '/v1/customers/cus_none');
    const { body } = await control('GET', '/requests');
    expect(body).toMatchObject({ object: 'list', has_more: false });
    expect(body.data).toHaveLength(2);
    expect(body.data[0]).toMatchObject({ method: 'GET', path: '/v1/customers/cus_none', status: 404 });
    expect(body.data[0].response.error.code).toBe('resource_missing');
    expect(body.data[1]).toMatchObject({
      object: 'request',
      id: expect.stringMatching(/^req_/),
      method: 'POST',
      path: '/v1/customers',
      params: { name: 'Ada', metadata: { order: '6735' } },
      status: 200,
      response: customer,
    });
  });

  it('shows as many as asked for', async () => {
    const { control, api } = await controlBench();
    for (const name of ['a', 'b', 'c']) await api('POST', '/v1/customers', `name=${name}`);
    const { body } = await control('GET', '/requests?limit=2');
    expect(body.has_more).toBe(true);
    expect(body.data.map((each) => each.params.name)).toEqual(['c', 'b']);
    expect((await control('GET', '/requests?limit=0')).status).toBe(400);
  });

  it('shows an uploaded file by its size', async () => {
    const { control, emulator } = await controlBench();
    const form = new FormData();
    form.set('purpose', 'dispute_evidence');
    form.set('file', new File([new Uint8Array(3000)], 'receipt.png', { type: 'image/png' }));
    const headers = as(defaultKey);
    await emulator.fetch('http://emulator/v1/files', { method: 'POST', headers, body: form });
    const { body } = await control('GET', '/requests');
    expect(body.data[0].params).toEqual({
      purpose: 'dispute_evidence',
      file: { filename: 'receipt.png', type: 'image/png', size: 3000 },
    });
  });

  it('shows the requests of its own sandbox', async () => {
    const { control, api } = await controlBench();
    await api('GET', '/v1/customers', undefined, as('sk_test_other'));
    expect((await control('GET', '/requests')).body.data).toEqual([]);
  });
});
