import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controlBench } from './harness.ts';

describe('GET /_emulator/coverage', () => {
  it('has a row for each operation and object of the description', async () => {
    const { control } = await controlBench();
    const { body } = await control('GET', '/coverage');
    const { body: description } = await control('GET', '/openapi.json');
    const ids = Object.values(description.paths).flatMap((entries) =>
      Object.values(entries).map(({ operationId }) => operationId),
    );
    expect(body.operations.map((row) => row.id).sort()).toEqual(ids.sort());
    expect(body.summary.operations.total).toBe(ids.length);
    expect(body.summary.objects.total).toBe(body.objects.length);
    expect(body.objects).toContainEqual({ object: 'dispute', coverage: 'modelled', machine: true });
    expect(body.objects).toContainEqual({ object: 'apple_pay_domain', coverage: 'generic', machine: false });
  });

  it('says what the header of an answer says', async () => {
    const { control, emulator } = await controlBench();
    const { body } = await control('GET', '/coverage');
    const rows = body.operations;
    for (const { method, path, coverage } of rows) {
      const url = `http://emulator${path.replaceAll(/\{\w+\}/g, 'none')}`;
      const answer = await emulator.fetch(url, { method, headers: { authorization: 'Bearer sk_test_rows' } });
      expect(`${method} ${path} ${answer.headers.get('emulator-coverage')}`).toBe(`${method} ${path} ${coverage}`);
    }
    expect(new Set(rows.map((row) => row.coverage))).toEqual(new Set(['modelled', 'generic']));
  });
});

describe('GET /_emulator/machines', () => {
  it('lists the objects that have one', async () => {
    const { control } = await controlBench();
    const { body } = await control('GET', '/machines');
    const dispute = body.data.find((machine) => machine.name === 'dispute');
    expect(dispute).toMatchObject({ field: 'status', initial: expect.arrayContaining(['needs_response']) });
    expect(dispute?.states).toContain('won');
    expect(dispute?.outside).toContain('win');
    expect((await control('GET', '/machines/dispute')).body).toEqual(dispute);
  });

  it('draws one as Mermaid', async () => {
    const { control } = await controlBench();
    const { type, text } = await control('GET', '/machines/dispute', undefined, { accept: 'text/vnd.mermaid' });
    expect(type).toBe('text/vnd.mermaid');
    expect(text).toMatch(/^stateDiagram-v2\n/);
    expect(text).toMatch(/^ {2}under_review --> won: /m);
  });

  it('answers 404 for an object without one', async () => {
    const { control } = await controlBench();
    const { status, body } = await control('GET', '/machines/apple_pay_domain');
    expect(status).toBe(404);
    expect(body.error.message).toBe("No such machine: 'apple_pay_domain'");
  });
});

describe('GET /_emulator/openapi.json', () => {
  it('serves the description as it is', async () => {
    const { control } = await controlBench();
    const { type, text } = await control('GET', '/openapi.json');
    expect(type).toBe('application/json');
    expect(text).toBe(readFileSync(new URL('../../openapi/stripe.json', import.meta.url), 'utf8'));
  });
});
