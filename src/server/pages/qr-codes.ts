/** The codes that a payer scans: `image_url_png` and `image_url_svg` of an intent. */
import type { Hono } from 'hono';
import { qrPng, qrSvg } from '../paper/qr-code.ts';

/** Far more than an address of this server has, and less than a code holds. */
const longest = 1000;

const images: Readonly<
  Record<string, { readonly type: string; draw(text: string): Uint8Array<ArrayBuffer> | string }>
> = {
  png: { type: 'image/png', draw: (text) => new Uint8Array(qrPng(text)) },
  svg: { type: 'image/svg+xml', draw: qrSvg },
};

export function addQrCodes(pages: Hono): void {
  pages.get('/_emulator/qr/:image{code\\.(?:png|svg)}', (c) => {
    const image = images[c.req.param('image').slice(-3)];
    const text = c.req.query('text') ?? '';
    if (image === undefined || text === '' || text.length > longest)
      return c.text(`A code needs a text of 1 to ${longest} characters: ?text=`, 400);
    return c.body(image.draw(text), 200, { 'content-type': image.type, 'cache-control': 'max-age=3600' });
  });
}
