import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

const megabyte = 1024 * 1024;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the size of a body', () => {
  it.each([
    ['as it is announced', { 'content-length': String(5 * megabyte) }, 'name=x'],
    ['as it comes', {}, `name=${'x'.repeat(5 * megabyte)}`],
  ])('is limited, %s', async (_, headers, body) => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', { body, headers });
    expect(answer.status).toBe(413);
    expect(answer.body.error).toMatchObject({
      type: 'invalid_request_error',
      message: 'The request body is larger than 4 MB.',
    });
    expect((await call('GET', '/v1/customers')).body.data).toEqual([]);
  });

  it('may be that of a large file', async () => {
    const { call } = await testBench();
    const file = 'x'.repeat(6 * megabyte);
    const body = `--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nplatform_terms_of_service\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="terms.txt"\r\nContent-Type: text/plain\r\n\r\n${file}\r\n--b--\r\n`;
    const answer = await call('POST', '/v1/files', {
      body,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    });
    expect([answer.status, answer.body.size]).toEqual([200, 6 * megabyte]);
  });
});

describe('the depth of a body', () => {
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

  it.each([50, 500, 100_000])('of %i levels of JSON is refused with a reason', async (depth) => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', {
      body: `{"metadata":${nested(depth)}}`,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(depth > 64 ? /64 levels deep/ : /must be a string/);
  });

  it.each([50, 500, 20_000])('of %i levels of brackets is refused with a reason', async (depth) => {
    const { call } = await testBench();
    for (const body of [
      `metadata${'[a]'.repeat(depth)}=1`,
      `expand${'[0]'.repeat(depth)}=1`,
      `a${'[]'.repeat(depth)}=1`,
    ]) {
      const answer = await call('POST', '/v1/customers', { body, headers: form });
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toBeTruthy();
    }
  });
});

describe('names that objects have from elsewhere', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is an unknown parameter',
    async (name) => {
      const { call } = await testBench();
      for (const body of [`${name}=1`, `${name}[a]=1`, `address[${name}]=1`]) {
        const { status, body: answer } = await call('POST', '/v1/customers', { body });
        expect(status).toBe(400);
        expect(answer.error).toMatchObject({
          code: 'parameter_unknown',
          message: expect.stringContaining('Received unknown parameter'),
          param: expect.stringContaining(name),
        });
      }
      const json = await call('POST', '/v1/customers', {
        body: `{"${name}": {"polluted": 1}, "name": "x"}`,
        headers: { 'content-type': 'application/json' },
      });
      expect([name, json.status]).toEqual([name, 400]);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    },
  );

  it('are keys of metadata like others, but for one', async () => {
    const { call } = await testBench();
    const made = await call('POST', '/v1/customers', { body: 'metadata[constructor]=a&metadata[toString]=b' });
    expect(made.body.metadata).toEqual({ constructor: 'a', toString: 'b' });
    const path = `/v1/customers/${made.body.id}`;
    const changed = await call('POST', path, { body: 'metadata[constructor]=&metadata[toString]=c' });
    expect(changed.body.metadata).toEqual({ toString: 'c' });
    const [event] = (await call('GET', '/v1/events?type=customer.updated')).body.data;
    expect(event.data.previous_attributes.metadata).toEqual({ constructor: 'a', toString: 'b' });
    const proto = await call('POST', path, { body: 'metadata[__proto__]=x' });
    expect(proto.status).toBe(400);
  });

  it('are no ids', async () => {
    const { call } = await testBench();
    for (const id of ['__proto__', 'constructor', '..', '%00', '%2e%2e', '%F0%9F%98%80', 'a'.repeat(5000)])
      expect((await call('GET', `/v1/customers/${id}`)).status).toBe(404);
  });
});
