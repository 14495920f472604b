import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type TestBench, testBench } from '../spec/harness.ts';
import { payWith } from '../spec/payers.ts';
import { benchOnPort } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';

closeBrowserAfterwards();

const [margin, module] = [4, 6];

async function fetched({ emulator }: Pick<TestBench, 'emulator'>, url: string) {
  const answer = await emulator.fetch(url);
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

/** Dark modules of a PNG, as rows. */
function modulesOf(png: Buffer): boolean[][] {
  const width = png.readUInt32BE(16);
  const length = png.readUInt32BE(33);
  const pixels = inflateSync(png.subarray(41, 41 + length));
  const isDark = (x: number, y: number): boolean => pixels[y * module * (width + 1) + 1 + x * module] === 0;
  const size = width / module;
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => isDark(x, y)));
}

/** The 7 by 7 square that stands in three corners of every code. */
const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
const square = (modules: boolean[][], left: number, top: number): string[] =>
  modules.slice(top, top + 7).map((row) =>
    row
      .slice(left, left + 7)
      .map(Number)
      .join(''),
  );

describe('the code of a wallet', () => {
  it('is a picture that a phone can read, as PNG and as SVG', async () => {
    const bench = await testBench();
    const { next_action } = await payWith(bench, 'cashapp');
    const { mobile_auth_url, qr_code } = next_action?.cashapp_handle_redirect_or_display_qr_code ?? {};
    const png = await fetched(bench, String(qr_code?.image_url_png));
    expect([png.status, png.type]).toEqual([200, 'image/png']);
    const modules = modulesOf(png.bytes);
    const far = modules.length - margin - 7;
    for (const [left, top] of [
      [margin, margin],
      [far, margin],
      [margin, far],
    ] as const)
      expect(square(modules, left, top)).toEqual(finder);
    expect(modules.slice(0, margin).flat()).not.toContain(true);
    const svg = await fetched(bench, String(qr_code?.image_url_svg));
    expect([svg.status, svg.type]).toEqual([200, 'image/svg+xml']);
    expect(svg.bytes.toString()).toMatch(/^<svg /);
    expect(new URL(String(qr_code?.image_url_png)).searchParams.get('text')).toBe(mobile_auth_url);
  });

  it('of WeChat is in the intent itself too', async () => {
    const bench = await testBench();
    const { next_action } = await payWith(bench, 'wechat_pay');
    const { image_data_url, image_url_png } = next_action?.wechat_pay_display_qr_code ?? {};
    const [head, data] = String(image_data_url).split(',');
    expect(head).toBe('data:image/png;base64');
    expect(Buffer.from(String(data), 'base64')).toEqual((await fetched(bench, String(image_url_png))).bytes);
  });

  it.each(['', `?text=${'x'.repeat(1001)}`])('needs a text that it can hold: %.20s', async (query) => {
    const { status } = await fetched(await testBench(), `http://emulator/_emulator/qr/code.png${query}`);
    expect(status).toBe(400);
  });

  it('shows in a browser', async (context) => {
    const bench = await benchOnPort();
    const { next_action } = await payWith(bench, 'cashapp');
    const { image_url_png, image_url_svg } = next_action?.cashapp_handle_redirect_or_display_qr_code?.qr_code ?? {};
    const page = await openPage(context);
    await page.setContent(`<img src="${image_url_png}"><img src="${image_url_svg}">`, { waitUntil: 'load' });
    const widths = await page.evaluate('[...document.images].map((image) => image.naturalWidth)');
    expect(widths).toEqual([expect.any(Number), expect.any(Number)]);
    for (const width of widths as number[]) expect(width).toBeGreaterThan(100);
  });
});
