/** The yardstick: the same adapter, the same body parsed, an answer of the size that the caller asks for. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { report } from './report-usage.ts';

const answers = new Map<number, object>();

/** JSON of about `size` bytes with as many keys as such an object has. */
function sized(size: number): object {
  let answer = answers.get(size);
  if (answer === undefined) {
    answer = Object.fromEntries(
      Array.from({ length: Math.max(1, Math.round(size / 32)) }, (_, n) => [`field_${n}`, `value ${n} ..........`]),
    );
    answers.set(size, answer);
  }
  return answer;
}

const app = new Hono();
app.get('/:size', (c) => c.json(sized(Number(c.req.param('size')))));
app.post('/:size', async (c) => {
  const body = Object.fromEntries(new URLSearchParams(await c.req.text()));
  if (body.name === undefined) return c.json({}, 400);
  return c.json(sized(Number(c.req.param('size'))));
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => report(port));
