import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { FormError } from '../../src/server/http/form.ts';
import { decodeMultipart, FilePart } from '../../src/server/http/multipart.ts';

const formData = 'multipart/form-data; boundary=b';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function part(disposition: string, content: string, ...headers: string[]): string {
  return ['--b', `Content-Disposition: form-data; ${disposition}`, ...headers, '', content, ''].join('\r\n');
}

function file(disposition: string): FilePart {
  const params = decodeMultipart(formData, bytes(`${part(`name="file"; ${disposition}`, 'x')}--b--\r\n`));
  if (!(params.file instanceof FilePart)) throw new Error('no file part');
  return params.file;
}

function failure(contentType: string, body: Uint8Array): FormError {
  try {
    decodeMultipart(contentType, body);
  } catch (error) {
    if (error instanceof FormError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('decodeMultipart', () => {
  it('reads what stripe-node sends', async () => {
    let sent = { contentType: '', body: new Uint8Array() };
    const stripe = new Stripe('sk_test_x', {
      httpClient: Stripe.createFetchHttpClient(async (_url, init) => {
        const request = new Request('http://localhost', init);
        sent = {
          contentType: request.headers.get('content-type') ?? '',
          body: new Uint8Array(await request.arrayBuffer()),
        };
        return Response.json({ id: 'file_1', object: 'file' });
      }),
    });
    const data = Uint8Array.from({ length: 3000 }, (_, at) => at % 256);
    await stripe.files.create({
      purpose: 'dispute_evidence',
      file: { data, name: 'a "b"; ü.png', type: 'image/png' },
      file_link_data: { create: true, metadata: { order: '6735' } },
    });
    expect(decodeMultipart(sent.contentType, sent.body)).toEqual({
      purpose: 'dispute_evidence',
      file: new FilePart('a "b"; ü.png', 'image/png', data),
      file_link_data: { create: 'true', metadata: { order: '6735' } },
    });
  });

  it('reads what curl sends', () => {
    const boundary = '------------------------d74496d66958873e';
    const body = [
      `--${boundary}`,
      'Content-Disposition: form-data; name="purpose"',
      '',
      'identity_document',
      `--${boundary}`,
      'Content-Disposition: attachment; name="file"; filename="\\"q\\" \\\\ x.jpg"',
      'Content-Type: image/jpeg',
      '',
      'line\r\n--not the boundary\r\n',
      `--${boundary}--`,
      '',
    ].join('\r\n');
    expect(decodeMultipart(`multipart/form-data; boundary=${boundary}`, bytes(body))).toEqual({
      purpose: 'identity_document',
      file: new FilePart('"q" \\ x.jpg', 'image/jpeg', bytes('line\r\n--not the boundary\r\n')),
    });
  });

  it('reads nested names, arrays and a body without last line break', () => {
    const body = `${part('name="a[b]"', '1')}${part('name="expand[]"', 'x')}${part('name=bare', '')}--b--`;
    expect(decodeMultipart('Multipart/Form-Data; charset=utf-8; Boundary="b"', bytes(body))).toEqual({
      a: { b: '1' },
      expand: ['x'],
      bare: '',
    });
  });

  it.each([
    ['filename="x.png"', 'x.png'],
    ['filename=x.png', 'x.png'],
    ['filename="a\\"b;c.png"', 'a"b;c.png'],
    ['filename="a%22b%41.png"', 'a"b%41.png'],
    ['filename="日本.pdf"', '日本.pdf'],
    ['filename="x.png"; filename*=UTF-8\'\'na%C3%AFve.png', 'naïve.png'],
    ["filename*=utf-8'en'%e2%82%ac.png", '€.png'],
    ['filename=""', null],
  ])('reads %s', (disposition, filename) => {
    expect(file(disposition).filename).toBe(filename);
  });

  it('takes a part without file name for a file only when it is of application/octet-stream', () => {
    const typed = part('name="file"', 'x', 'Content-Type: application/octet-stream');
    const text = part('name="purpose"', 'y', 'Content-Type: text/plain; charset=utf-8');
    expect(decodeMultipart(formData, bytes(`${typed}${text}--b--`))).toEqual({
      file: new FilePart(null, 'application/octet-stream', bytes('x')),
      purpose: 'y',
    });
  });

  it('hands out views of the body instead of copies', () => {
    const body = bytes(`${part('name="file"; filename="x"', 'content')}--b--`);
    const params = decodeMultipart(formData, body);
    expect((params.file as FilePart).data.buffer).toBe(body.buffer);
  });

  it.each<[string, string, string | Uint8Array, string | undefined, RegExp]>([
    ['no boundary', 'multipart/form-data', part('name="a"', '1'), undefined, /must name its boundary/],
    ['an empty boundary', 'multipart/form-data; boundary=', part('name="a"', '1'), undefined, /must name its boundary/],
    ['an empty body', formData, '', undefined, /is empty/],
    [
      'another boundary',
      'multipart/form-data; boundary=c',
      `${part('name="a"', '1')}--b--`,
      undefined,
      /missing initial boundary/,
    ],
    ['no closing boundary', formData, part('name="a"', '1'), undefined, /not finished/],
    ['a part without name', formData, '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--', undefined, /has no name/],
    ['an empty name', formData, `${part('name=""', '1')}--b--`, undefined, /has no name/],
    ['endless headers', formData, `${part('name="a"', '1', `X: ${'y'.repeat(9000)}`)}--b--`, undefined, /header size/],
    ['too many parts', formData, `${part('name="a[]"', '1').repeat(1001)}--b--`, undefined, /1000/],
    ['contradicting names', formData, `${part('name="a"', '1')}${part('name="a[b]"', '2')}--b--`, 'a', /at once/],
    ['a key of the prototype', formData, `${part('name="__proto__[x]"', '1')}--b--`, '__proto__', /unknown parameter/],
    ['a file name of another charset', formData, `${part('name="f"; filename*=bogus\'\'x', '1')}--b--`, 'f', /UTF-8/],
    ['text that is not UTF-8', formData, Buffer.from(`${part('name="a"', '\xff')}--b--`, 'latin1'), 'a', /not UTF-8/],
    [
      'a name that is not UTF-8',
      formData,
      Buffer.from(`${part('name="\xff"', '1')}--b--`, 'latin1'),
      undefined,
      /not UTF-8/,
    ],
  ])('refuses %s', (_, contentType, body, param, message) => {
    const error = failure(contentType, typeof body === 'string' ? bytes(body) : body);
    expect(error.message).toMatch(message);
    expect(error.param).toBe(param);
  });

  it('refuses a body cut anywhere before the end of its closing boundary', () => {
    const body = bytes(`${part('name="a"', '1')}${part('name="file"; filename="x"', 'content')}--b--\r\n`);
    for (let end = 0; end < body.length - 2; end++) {
      expect(failure(formData, body.subarray(0, end)).message).toMatch(/^Invalid request: the multipart body/);
    }
    expect(decodeMultipart(formData, body.subarray(0, -2))).toHaveProperty('file');
  });

  it('answers any bytes with an object or a FormError', () => {
    const piece = fc.constantFrom(
      '--b',
      '--',
      '\r\n',
      '\r\n\r\n',
      'Content-Disposition: form-data',
      '; name="a"',
      "; filename*=x'",
      '; filename="',
      'x',
      '%',
      '\xff',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        try {
          expect(decodeMultipart(formData, Buffer.from(`--b\r\n${pieces.join('')}`, 'latin1'))).toBeTypeOf('object');
        } catch (error) {
          expect(error).toBeInstanceOf(FormError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a file of several megabytes', () => {
    const data = new Uint8Array(5_000_000).fill(45);
    const body = Buffer.concat([
      bytes('--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'),
      data,
      bytes('\r\n--b--'),
    ]);
    const params = decodeMultipart('multipart/form-data; boundary=b ; charset=utf-8', body);
    expect((params.file as FilePart).data).toHaveLength(data.length);
  });

  it('keeps the bytes of any file', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        const head = bytes('--long-boundary-4711\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n');
        const body = Buffer.concat([head, data, bytes('\r\n--long-boundary-4711--\r\n')]);
        const params = decodeMultipart('multipart/form-data; boundary=long-boundary-4711', body);
        expect(Buffer.from((params.file as FilePart).data).equals(data)).toBe(true);
      }),
    );
  });
});
