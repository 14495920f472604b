import { describe, expect, it } from 'vitest';
import { testBench } from '../spec/harness.ts';

const json = { 'content-type': 'application/json' };

describe('a form', () => {
  it.each([
    ['plain brackets', 'name=Jenny&address[line1]=a b&address[country]=DE&metadata[k]=v'],
    ['escaped brackets', 'name=Jenny&address%5Bline1%5D=a+b&address%5Bcountry%5D=DE&metadata%5Bk%5D=v'],
    ['escaped names and values', '%6eame=%4aenny&address[line1]=a%20b&address[country]=DE&metadata[k]=v'],
    [
      'a repeated value, of which the last counts',
      'name=X&name=Jenny&address[line1]=a b&address[country]=DE&metadata[k]=v',
    ],
    [
      'a charset',
      'name=Jenny&address[line1]=a b&address[country]=DE&metadata[k]=v',
      'application/x-www-form-urlencoded; charset=utf-8',
    ],
  ])('with %s is read', async (_, body, type?: string) => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', { body, ...(type && { headers: { 'content-type': type } }) });
    expect(answer.body).toMatchObject({
      name: 'Jenny',
      address: { line1: 'a b', country: 'DE' },
      metadata: { k: 'v' },
    });
  });

  it.each([
    ['indices', 'enabled_events[0]=charge.succeeded&enabled_events[1]=charge.failed'],
    ['indices out of order', 'enabled_events[1]=charge.failed&enabled_events[0]=charge.succeeded'],
    ['empty brackets', 'enabled_events[]=charge.succeeded&enabled_events[]=charge.failed'],
    ['escaped empty brackets', 'enabled_events%5B%5D=charge.succeeded&enabled_events%5B%5D=charge.failed'],
  ])('gives an array by %s', async (_, events) => {
    const { call } = await testBench();
    const { body } = await call('POST', '/v1/webhook_endpoints', { body: `url=https://example.com/hook&${events}` });
    expect(body.enabled_events).toEqual(['charge.succeeded', 'charge.failed']);
  });

  it.each([
    [
      'indices',
      'invoice_settings[custom_fields][0][name]=a&invoice_settings[custom_fields][0][value]=1&invoice_settings[custom_fields][1][name]=b&invoice_settings[custom_fields][1][value]=2',
    ],
    [
      'repeated keys',
      'invoice_settings[custom_fields][][name]=a&invoice_settings[custom_fields][][value]=1&invoice_settings[custom_fields][][name]=b&invoice_settings[custom_fields][][value]=2',
    ],
  ])('gives an array of hashes by %s', async (_, fields) => {
    const { call } = await testBench();
    const { body } = await call('POST', '/v1/customers', { body: fields });
    expect(body.invoice_settings.custom_fields).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ]);
  });

  it('unsets with an empty string, and merges metadata', async () => {
    const { call } = await testBench();
    const made = await call('POST', '/v1/customers', { body: 'description=x&metadata[a]=1&metadata[b]=2' });
    const update = (body: string) => call('POST', `/v1/customers/${made.body.id}`, { body });
    expect((await update('description=')).body.description).toBeNull();
    expect((await update('metadata[a]=&metadata[c]=3')).body.metadata).toEqual({ b: '2', c: '3' });
    expect((await update('')).body.metadata).toEqual({ b: '2', c: '3' });
    expect((await update('metadata=')).body.metadata).toEqual({});
  });

  it('reads booleans by name only and brings currencies to lower case', async () => {
    const { call } = await testBench();
    const intent = (body: string) => call('POST', '/v1/payment_intents', { body: `amount=1000&${body}` });
    expect((await intent('currency=USD')).body.currency).toBe('usd');
    expect((await intent('currency=usd&confirm=False')).status).toBe(200); // as Python's library sends it
    for (const sent of ['1', 'TRUE', 'yes']) {
      const { body } = await intent(`currency=usd&confirm=${sent}`);
      expect(body.error).toMatchObject({ message: `Invalid boolean: ${sent}`, param: 'confirm' });
    }
  });

  it('may stand in the query of a POST, where the body wins', async () => {
    const { call } = await testBench();
    const { body } = await call('POST', '/v1/customers?name=Query&email=q@example.com', { body: 'name=Body' });
    expect(body).toMatchObject({ name: 'Body', email: 'q@example.com' });
  });

  it('may stand in the body or the query of a DELETE', async () => {
    const { call, stripe } = await testBench();
    for (const [query, body] of [
      ['?wat=1', undefined],
      ['', 'wat=1'],
    ] as const) {
      const { id } = await stripe.customers.create();
      const refused = await call('DELETE', `/v1/customers/${id}${query}`, body === undefined ? {} : { body });
      expect(refused.body.error).toMatchObject({ code: 'parameter_unknown', param: 'wat' });
    }
  });

  it.each([
    ['a broken escape', 'name=%zz', /broken percent escape/],
    ['bytes that are no UTF-8', 'name=%ff', /UTF-8/],
    ['a value and a hash at once', 'metadata=x&metadata[a]=1', /at once/],
    ['no end to its nesting', `a${'[b]'.repeat(100)}=1`, /64 levels/],
  ])('with %s is refused', async (_, body, message) => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ type: 'invalid_request_error', message: expect.stringMatching(message) });
  });

  it('keeps text as it is: spaces, line ends, other scripts, emoji', async () => {
    const { stripe } = await testBench();
    const name = '  Jüße\r\n 北京 👩‍👩‍👧 & = + % []  ';
    expect((await stripe.customers.create({ name })).name).toBe(name);
  });
});

describe('JSON', () => {
  it('is taken instead of a form', async () => {
    const { call } = await testBench();
    const body = JSON.stringify({ name: 'Jenny', metadata: { n: 5, b: true }, address: { city: 'Rome' }, phone: null });
    for (const type of ['application/json', 'application/json; charset=utf-8']) {
      const answer = await call('POST', '/v1/customers', { body, headers: { 'content-type': type } });
      expect(answer.body).toMatchObject({ name: 'Jenny', metadata: { n: '5', b: 'true' }, address: { city: 'Rome' } });
    }
  });

  it.each(['{', '[]', '"text"', 'null', '1', 'name=Jenny', '{"a":1}}'])('%s is refused', async (body) => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', { body, headers: json });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/^Invalid JSON/);
  });

  it('of another type than described is refused like a form', async () => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', { body: '{"name": {"a": 1}}', headers: json });
    expect(answer.body.error).toMatchObject({ message: 'Invalid string: {"a":1}', param: 'name' });
  });
});

describe('multipart', () => {
  const boundary = 'XXX';
  const part = (name: string, value: string, file?: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${file}"\r\nContent-Type: text/csv` : ''}\r\n\r\n${value}\r\n`;
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const end = `--${boundary}--\r\n`;

  it('uploads a file, with nested parameters beside it', async () => {
    const { call } = await testBench();
    const body = `${part('purpose', 'tax_document_user_upload')}${part('file_link_data[create]', 'true')}${part('file', 'a,b\r\n1,2', 'a.csv')}${end}`;
    const answer = await call('POST', '/v1/files', { body, headers });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body).toMatchObject({
      object: 'file',
      purpose: 'tax_document_user_upload',
      filename: 'a.csv',
      size: 8,
    });
  });

  it('is a form like any other where no file is wanted', async () => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', { body: `${part('metadata[a]', 'b')}${end}`, headers });
    expect(answer.body.metadata).toEqual({ a: 'b' });
  });

  it.each([
    ['no boundary', 'x', 'multipart/form-data'],
    ['no end', part('purpose', 'dispute_evidence'), headers['content-type']],
    ['nothing in it', '', headers['content-type']],
    ['another boundary', `${part('purpose', 'x')}${end}`, 'multipart/form-data; boundary=YYY'],
  ])('with %s is refused', async (_, body, type) => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/files', { body, headers: { 'content-type': type } });
    expect(answer.status).toBe(400);
    expect(answer.body.error.type).toBe('invalid_request_error');
  });
});

describe('another content type', () => {
  it.each(['text/plain', 'application/xml', 'nonsense', 'application/jsonp'])('%s is refused', async (type) => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', { body: 'name=Jenny', headers: { 'content-type': type } });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(`application/x-www-form-urlencoded): received '${type}`);
  });

  it('does not matter where there is no body', async () => {
    const { call } = await testBench();
    const answer = await call('POST', '/v1/customers', { body: '', headers: { 'content-type': 'text/plain' } });
    expect(answer.status).toBe(200);
  });
});
