/** The frame of every page that a payer opens: no script, nothing from elsewhere, and a policy that allows neither. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { style } from './style.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface Page {
  readonly title: string;
  readonly body: Html;
}

const css = raw(style);

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
].join('; ');

/**
 * `formTarget` is a source of the policy's `form-action`, for what a form may lead to beside this server. A page may be
 * framed: that is how shops show a challenge inside their own page.
 */
export function answerPage(
  c: Context,
  { title, body }: Page,
  status: ContentfulStatusCode = 200,
  formTarget = '',
): Response | Promise<Response> {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · stripe-emulator</title>
<style>${css}</style>
</head>
<body>
<header><strong>Test mode</strong> <span>stripe-emulator</span></header>
<main>
${body}
</main>
<footer>Not affiliated with Stripe. No money moves.</footer>
</body>
</html>
`;
  return c.html(page, status, {
    // The address holds a client secret: it is neither kept nor told to anyone.
    'cache-control': 'no-store',
    'content-security-policy': `${policy}; form-action 'self' ${formTarget}`.trimEnd(),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
}
