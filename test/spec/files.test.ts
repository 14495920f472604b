import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refused } from './disputed-payment.ts';
import { testBench, testKey } from './harness.ts';
import { jpg, packedPdf, pdf, png, uploaded, zip } from './uploads.ts';

type Purpose = Stripe.FileCreateParams.Purpose;

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const day = 86_400;
const pem = Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
const text = Buffer.from('Terms of service.\n');

describe('POST /v1/files', () => {
  it('stores a file', async () => {
    const bench = await testBench();
    const data = pdf(3);
    const file = await uploaded(bench, data, 'dispute_evidence', { name: 'receipt.pdf', type: 'application/pdf' });
    expect(file).toMatchObject({
      id: expect.stringMatching(/^file_1\w{23}$/),
      object: 'file',
      created: bench.sandbox.now(),
      expires_at: bench.sandbox.now() + 23_328_000,
      filename: 'receipt.pdf',
      links: { object: 'list', data: [], has_more: false, url: `/v1/file_links?file=${file.id}` },
      purpose: 'dispute_evidence',
      size: data.length,
      title: null,
      type: 'pdf',
      url: `https://files.stripe.com/v1/files/${file.id}/contents`,
    });
    expect(Object.keys(file)).not.toContain('pages');
    expect(await bench.stripe.files.retrieve(file.id)).toMatchObject({ id: file.id, size: data.length });
    expect(await bench.eventTypes()).toEqual([]);
  });

  it.each<[Purpose, string, Buffer, number | null, boolean]>([
    ['account_requirement', 'pdf', pdf(1), null, false],
    ['additional_verification', 'jpg', jpg(), null, false],
    ['business_icon', 'png', png(), null, true],
    ['business_logo', 'gif', Buffer.from('GIF89a\x01'), null, true],
    ['customer_signature', 'svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 7 * day, true],
    ['dispute_evidence', 'pdf', packedPdf(2), 270 * day, true],
    ['identity_document', 'png', png(), null, true],
    ['issuing_regulatory_reporting', 'json', Buffer.from('{"a": 1}'), 730 * day, true],
    ['pci_document', 'pdf', pdf(60), null, true],
    ['platform_terms_of_service', 'txt', text, null, false],
    ['tax_document_user_upload', 'docx', zip('[Content_Types].xml', 'word/document.xml'), null, true],
    ['terminal_android_apk', 'apk', zip('AndroidManifest.xml', 'classes.dex'), 182 * day, true],
    ['terminal_reader_splashscreen', 'png', png(), 365 * day, true],
    ['terminal_wifi_certificate', 'pem', pem, null, false],
    ['terminal_wifi_private_key', 'pem', pem, null, false],
  ])('%s takes %s', async (purpose, type, data, lifetime, downloadable) => {
    const bench = await testBench();
    const file = await uploaded(bench, data, purpose);
    expect(file).toMatchObject({
      purpose,
      type,
      expires_at: lifetime === null ? null : bench.sandbox.now() + lifetime,
      url: downloadable ? expect.stringContaining(file.id) : null,
    });
  });

  it.each<[Purpose, Buffer]>([
    ['dispute_evidence', Buffer.from('GIF89a\x01')],
    ['dispute_evidence', text],
    ['business_icon', pdf(1)],
    ['pci_document', png()],
    ['customer_signature', pdf(1)],
    ['issuing_regulatory_reporting', text],
    ['terminal_wifi_certificate', text],
    ['tax_document_user_upload', zip('anything.txt')],
    ['tax_document_user_upload', Buffer.from('PK\x03\x04 cut short')],
    ['dispute_evidence', Buffer.from([0, 1, 2, 3])],
    ['dispute_evidence', Buffer.alloc(0)],
  ])('%s refuses other formats', async (purpose, data) => {
    const bench = await testBench();
    expect(await refused(uploaded(bench, data, purpose))).toMatchObject({
      statusCode: 400,
      type: 'invalid_request_error',
      param: 'file',
    });
    expect((await bench.stripe.files.list()).data).toEqual([]);
  });

  it.each<[Purpose, number]>([
    ['dispute_evidence', 5 * megabyte],
    ['business_icon', 512 * kilobyte],
    ['customer_signature', 4 * megabyte],
    ['terminal_reader_splashscreen', 4_194_304],
  ])('%s takes at most %i bytes', async (purpose, most) => {
    const bench = await testBench();
    expect((await uploaded(bench, png(most), purpose)).size).toBe(most);
    expect(await refused(uploaded(bench, png(most + 1), purpose))).toMatchObject({ statusCode: 400, param: 'file' });
  });

  it.each([
    ['receipt.pdf', 'application/octet-stream'],
    ['receipt.jpg', 'image/jpeg'],
    ['receipt', 'application/pdf'],
    ['receipt.png', 'image/jpeg'],
  ])('refuses a PNG that claims to be %s, %s', async (name, type) => {
    const bench = await testBench();
    const call = uploaded(bench, png(), 'dispute_evidence', { name, type });
    expect(await refused(call)).toMatchObject({ statusCode: 400, param: 'file' });
  });

  it.each([
    ['receipt.png', 'image/png'],
    ['receipt.PNG', 'application/octet-stream'],
    ['receipt', 'application.octet-stream'],
  ])('takes a PNG named %s, %s', async (name, type) => {
    const bench = await testBench();
    expect(await uploaded(bench, png(), 'dispute_evidence', { name, type })).toMatchObject({
      filename: name,
      type: 'png',
    });
  });

  it.each([
    ['data.csv', 'csv'],
    ['data.xlsx', 'xlsx'],
  ])('tells %s by its content and name', async (name, type) => {
    const bench = await testBench();
    const data = type === 'csv' ? Buffer.from('a,b\n1,2\n') : zip('xl/workbook.xml');
    expect((await uploaded(bench, data, 'tax_document_user_upload', { name })).type).toBe(type);
  });

  it('takes evidence of 49 pages, not of 50', async () => {
    const bench = await testBench();
    for (const make of [pdf, packedPdf]) {
      expect((await uploaded(bench, make(49))).type).toBe('pdf');
      expect(await refused(uploaded(bench, make(50)))).toEqual({
        statusCode: 400,
        type: 'invalid_request_error',
        param: 'file',
        message: 'The file you uploaded was too long. Please upload a file with fewer than 50 pages.',
      });
    }
  });

  it.each([
    ['encrypted', pdf(1, { encrypted: true })],
    ['cut short', pdf(1).subarray(0, 60)],
  ])('refuses a PDF that is %s', async (_, data) => {
    const bench = await testBench();
    expect(await refused(uploaded(bench, data))).toMatchObject({ statusCode: 400, param: 'file' });
  });

  it('refuses office files with macros', async () => {
    const bench = await testBench();
    const data = zip('word/document.xml', 'word/vbaProject.bin');
    expect(await refused(uploaded(bench, data, 'tax_document_user_upload'))).toMatchObject({
      param: 'file',
      message: expect.stringContaining('macros'),
    });
  });

  it.each([
    ['PNG', png],
    ['JPEG', jpg],
  ])('refuses an identity document larger than 8000 pixels (%s)', async (_, image) => {
    const bench = await testBench();
    const of = (width: number, height: number): Promise<Stripe.File> =>
      uploaded(bench, image === png ? png(64, { width, height }) : jpg({ width, height }), 'identity_document');
    expect((await of(8000, 8000)).purpose).toBe('identity_document');
    expect(await refused(of(8001, 10))).toMatchObject({ param: 'file' });
    expect(await refused(of(10, 8001))).toMatchObject({ param: 'file' });
  });

  it('keeps the last part of a path for a name', async () => {
    const bench = await testBench();
    expect((await uploaded(bench, png(), 'dispute_evidence', { name: '/home/jenny/scan.png' })).filename).toBe(
      'scan.png',
    );
  });

  it('needs a purpose that exists', async () => {
    const { stripe } = await testBench();
    const file = { data: png(), name: 'a.png', type: 'image/png' };
    expect(await refused(stripe.files.create({ file } as unknown as Stripe.FileCreateParams))).toMatchObject({
      statusCode: 400,
      code: 'parameter_missing',
      message: 'Missing required param: purpose.',
      param: 'purpose',
    });
    expect(await refused(stripe.files.create({ file, purpose: 'fun' as Purpose }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('Invalid purpose: must be one of account_requirement'),
      param: 'purpose',
    });
  });

  it('needs a file', async () => {
    const bench = await testBench();
    const { status, body } = await bench.call('POST', '/v1/files', { body: 'purpose=dispute_evidence' });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'parameter_missing', param: 'file' });
  });

  it('takes uploads with a publishable key, which reads nothing back', async () => {
    const bench = await testBench();
    const browser = bench.client({ key: testKey.replace('sk_', 'pk_') });
    const file = { data: png(), name: 'a.png', type: 'image/png' };
    const { id } = await browser.files.create({ file, purpose: 'dispute_evidence' });
    expect(await refused(browser.files.retrieve(id))).toMatchObject({ statusCode: 401 });
    expect((await bench.stripe.files.retrieve(id)).id).toBe(id);
  });
});

describe('GET /v1/files', () => {
  it('filters by purpose, newest first', async () => {
    const bench = await testBench();
    const first = await uploaded(bench, png());
    const icon = await uploaded(bench, png(), 'business_icon');
    const second = await uploaded(bench, pdf(1));
    const { data } = await bench.stripe.files.list({ purpose: 'dispute_evidence' });
    expect(data.map((file) => file.id)).toEqual([second.id, first.id]);
    expect((await bench.stripe.files.list()).data.map((file) => file.id)).toEqual([second.id, icon.id, first.id]);
  });

  it('answers 404 for an unknown id', async () => {
    const { stripe } = await testBench();
    expect(await refused(stripe.files.retrieve('file_nope'))).toEqual({
      statusCode: 404,
      type: 'invalid_request_error',
      code: 'resource_missing',
      param: 'file',
      message: "No such file upload: 'file_nope'",
    });
  });
});

describe('GET /v1/files/:id/contents', () => {
  const authorization = `Bearer ${testKey}`;

  it('answers the bytes with their type and name', async () => {
    const bench = await testBench();
    const data = Buffer.concat([png(), Buffer.from([0, 255, 13, 10])]);
    const { url } = await uploaded(bench, data, 'dispute_evidence', { name: 'Beleg März.png' });
    const answer = await bench.emulator.fetch(String(url), { headers: { authorization } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''Beleg%20M%C3%A4rz.png");
    expect(Buffer.from(await answer.arrayBuffer()).equals(data)).toBe(true);
  });

  it('needs the key of the account that owns the file', async () => {
    const bench = await testBench();
    const url = String((await uploaded(bench, png())).url);
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await bench.emulator.fetch(url, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer pk_test_bench' })).toBe(401);
    expect(await status({ authorization: 'Bearer sk_test_other' })).toBe(404);
    expect(await status({ authorization: `Basic ${Buffer.from(`${testKey}:`).toString('base64')}` })).toBe(200);
  });

  it('refuses purposes that nobody reads back', async () => {
    const bench = await testBench();
    const { id } = await uploaded(bench, pem, 'terminal_wifi_private_key');
    const { status, body } = await bench.call('GET', `/v1/files/${id}/contents`);
    expect(status).toBe(403);
    expect(body.error.type).toBe('invalid_request_error');
  });

  it('are gone once the file has expired, while the file is still there', async () => {
    const bench = await testBench();
    const { id } = await uploaded(bench, png());
    await bench.sandbox.advance('269d');
    expect((await bench.call('GET', `/v1/files/${id}/contents`)).status).toBe(200);
    await bench.sandbox.advance('1d');
    expect((await bench.call('GET', `/v1/files/${id}/contents`)).status).toBe(404);
    expect((await bench.stripe.files.retrieve(id)).id).toBe(id);
  });
});
