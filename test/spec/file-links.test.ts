import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { refused } from './disputed-payment.ts';
import { type TestBench, testBench } from './harness.ts';
import { pdf, png, uploaded } from './uploads.ts';

async function linked(bench: TestBench, params: Partial<Stripe.FileLinkCreateParams> = {}): Promise<Stripe.FileLink> {
  const file = await uploaded(bench, png(), 'dispute_evidence', { name: 'scan.png' });
  return bench.stripe.fileLinks.create({ file: file.id, ...params });
}

describe('POST /v1/file_links', () => {
  it('makes a link', async () => {
    const bench = await testBench();
    const link = await linked(bench, { metadata: { case: '7' } });
    expect(link).toMatchObject({
      id: expect.stringMatching(/^link_1\w{23}$/),
      object: 'file_link',
      expired: false,
      expires_at: null,
      livemode: false,
      metadata: { case: '7' },
      url: expect.stringMatching(/^https:\/\/api\.stripe\.com\/links\/[\w-]+$/),
    });
    expect(await bench.stripe.fileLinks.retrieve(link.id, { expand: ['file'] })).toMatchObject({
      file: { object: 'file', id: link.file },
    });
  });

  it('lists the links of a file with it, newest first', async () => {
    const bench = await testBench();
    const first = await linked(bench);
    const second = await bench.stripe.fileLinks.create({ file: String(first.file) });
    const { links } = await bench.stripe.files.retrieve(String(first.file));
    expect(links?.data.map((link) => link.id)).toEqual([second.id, first.id]);
    expect(links?.data[0]).toEqual(second);
  });

  it('refuses unknown files, purposes that stay private, and times in the past', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    expect(await refused(stripe.fileLinks.create({ file: 'file_nope' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'file',
      message: "No such file upload: 'file_nope'",
    });
    for (const purpose of ['account_requirement', 'identity_document'] as const) {
      const { id } = await uploaded(bench, pdf(1), purpose);
      expect(await refused(stripe.fileLinks.create({ file: id }))).toMatchObject({ statusCode: 400, param: 'purpose' });
    }
    expect(await refused(linked(bench, { expires_at: sandbox.now() }))).toMatchObject({
      statusCode: 400,
      param: 'expires_at',
    });
  });
});

describe('POST /v1/files with file_link_data', () => {
  const file = { data: png(), name: 'a.png', type: 'image/png' };

  it('makes file and link together', async () => {
    const { stripe, sandbox } = await testBench();
    const expires_at = sandbox.now() + 60;
    const uploadedFile = await stripe.files.create({
      file,
      purpose: 'dispute_evidence',
      file_link_data: { create: true, expires_at, metadata: { a: 'b' } },
    });
    expect(uploadedFile.links?.data).toMatchObject([{ file: uploadedFile.id, expires_at, metadata: { a: 'b' } }]);
    const without = await stripe.files.create({ file, purpose: 'dispute_evidence', file_link_data: { create: false } });
    expect(without.links?.data).toEqual([]);
  });

  it('refuses both when the link is not possible', async () => {
    const { stripe, sandbox } = await testBench();
    const create = true;
    expect(
      await refused(stripe.files.create({ file, purpose: 'additional_verification', file_link_data: { create } })),
    ).toMatchObject({ statusCode: 400, param: 'purpose' });
    const past = { create, expires_at: sandbox.now() - 1 };
    expect(
      await refused(stripe.files.create({ file, purpose: 'dispute_evidence', file_link_data: past })),
    ).toMatchObject({ statusCode: 400, param: 'file_link_data[expires_at]' });
    expect((await stripe.files.list()).data).toEqual([]);
  });
});

describe('POST /v1/file_links/:id', () => {
  it('changes expiry and metadata', async () => {
    const { stripe, sandbox, ...bench } = await testBench();
    const { id } = await linked({ stripe, sandbox, ...bench }, { metadata: { a: '1', b: '2' } });
    const expires_at = sandbox.now() + 100;
    expect(await stripe.fileLinks.update(id, { expires_at, metadata: { a: '' } })).toMatchObject({
      expires_at,
      expired: false,
      metadata: { b: '2' },
    });
    expect(await stripe.fileLinks.update(id, { expires_at: '' })).toMatchObject({ expires_at: null });
    expect((await stripe.fileLinks.update(id, { metadata: '' })).metadata).toEqual({});
    expect(await refused(stripe.fileLinks.update(id, { expires_at: sandbox.now() - 1 }))).toMatchObject({
      param: 'expires_at',
    });
  });

  it('expires a link now, for good', async () => {
    const bench = await testBench();
    const { id } = await linked(bench);
    expect(await bench.stripe.fileLinks.update(id, { expires_at: 'now' })).toMatchObject({
      expired: true,
      expires_at: bench.sandbox.now(),
    });
    for (const params of [{ expires_at: '' as const }, { metadata: { a: 'b' } }]) {
      expect(await refused(bench.stripe.fileLinks.update(id, params))).toMatchObject({
        statusCode: 400,
        type: 'invalid_request_error',
      });
    }
  });

  it('answers 404 for an unknown link', async () => {
    const { stripe } = await testBench();
    expect(await refused(stripe.fileLinks.update('link_nope', { metadata: '' }))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'link',
      message: "No such file link: 'link_nope'",
    });
  });
});

describe('GET /v1/file_links', () => {
  it('filters by file, expiry and creation', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const short = await linked(bench, { expires_at: sandbox.now() + 10 });
    await sandbox.advance(5);
    const long = await linked(bench);
    const ids = async (params: Stripe.FileLinkListParams): Promise<string[]> =>
      (await stripe.fileLinks.list(params)).data.map((link) => link.id);
    expect(await ids({ expired: false })).toEqual([long.id, short.id]);
    await sandbox.advance(5);
    expect(await ids({ expired: false })).toEqual([long.id]);
    expect(await ids({ expired: true })).toEqual([short.id]);
    expect(await ids({ file: String(short.file) })).toEqual([short.id]);
    expect(await ids({ file: String(short.file), expired: false })).toEqual([]);
    expect(await ids({ created: { gte: long.created } })).toEqual([long.id]);
    expect(await ids({ created: short.created })).toEqual([short.id]);
    expect(await ids({ limit: 1, starting_after: long.id })).toEqual([short.id]);
    expect((await stripe.fileLinks.retrieve(short.id)).expired).toBe(true);
  });
});

describe('GET /links/:token', () => {
  const open = (bench: TestBench, { url }: Stripe.FileLink): Promise<Response> => bench.emulator.fetch(String(url));

  it('gives anyone the file', async () => {
    const bench = await testBench();
    const answer = await open(bench, await linked(bench));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''scan.png");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await answer.arrayBuffer()).equals(png())).toBe(true);
  });

  it('works on a port', async () => {
    const bench = await testBench();
    const link = await linked(bench);
    const { url } = await bench.emulator.listen();
    const answer = await fetch(url + new URL(String(link.url)).pathname);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(png())).toBe(true);
  });

  it('finds the sandbox by itself', async () => {
    const bench = await testBench();
    await uploaded({ ...bench, stripe: bench.client({ key: 'sk_test_other' }) }, png());
    const link = await linked(bench);
    expect((await open(bench, link)).status).toBe(200);
  });

  it('answers 404 once link or file have expired', async () => {
    const bench = await testBench();
    const short = await linked(bench, { expires_at: bench.sandbox.now() + 60 });
    const long = await linked(bench);
    await bench.sandbox.advance(60);
    expect((await open(bench, short)).status).toBe(404);
    expect((await open(bench, long)).status).toBe(200);
    await bench.sandbox.advance('270d');
    const gone = await open(bench, long);
    expect(gone.status).toBe(404);
    expect(await gone.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it.each(['nothing', 'MDB8', '%E0%A4%A', Buffer.from('00|acct_x|fl_test_y').toString('base64url')])(
    'answers 404 to the token %s',
    async (token) => {
      const bench = await testBench();
      await linked(bench);
      expect((await bench.emulator.fetch(`http://emulator/links/${token}`)).status).toBe(404);
    },
  );
});
