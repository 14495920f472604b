/** Every operation of the description, with no resource modelled: all of them answer as described, and keep state. */
import { describe, expect, it } from 'vitest';
import { encodeForm } from '../../src/server/http/form.ts';
import type { StoredObject } from '../../src/server/kernel/work.ts';
import { loadDescription, type Operation } from '../../src/server/spec/description.ts';
import { type EngineAnswer, type EngineBench, engineBench } from './engine-bench.ts';
import { ParamSchemas, type Sample, sampleParams } from './sample-params.ts';

const description = loadDescription();
const schemas = new ParamSchemas(description);

/** References that the fields of the object made do not tell, by the last name of the parameter. */
const namedLike: Readonly<Record<string, string>> = {
  entitlement_feature: 'entitlements.feature',
  physical_bundle: 'issuing.physical_bundle',
  from_calculation: 'tax.calculation',
};

class Walk {
  readonly bench: EngineBench = engineBench();
  private readonly named = new Map<string, string>();

  /** The type of object that a parameter of the operation has to name. */
  typeNamed(operation: Operation, path: readonly string[]): string | undefined {
    const names = path.filter((key) => !/^\d+$/.test(key));
    const last = names.at(-1) ?? '';
    for (const type of operation.resources) {
      const shape = description.object(type);
      const reference = shape?.references.find((each) => each.path.join('.') === names.join('.'));
      const referred = reference?.types[0] ?? (names.length === 1 ? shape?.fields.get(last)?.embedded : undefined);
      if (referred !== undefined) return referred;
    }
    const family = operation.resource?.slice(0, operation.resource.lastIndexOf('.') + 1);
    return [namedLike[last], `${family}${last}`, last].find((type) => type && description.object(type));
  }

  async ids(operation: Operation): Promise<{ targets: StoredObject[]; path: string }> {
    const targets: StoredObject[] = [];
    let { path } = operation;
    for (const { name, type } of operation.pathParams) {
      expect(type, `${operation.id} does not tell what {${name}} is`).toBeDefined();
      const target = await this.bench.seed(type ?? '', {}, targets.at(-1));
      targets.push(target);
      path = path.replace(`{${name}}`, target.id);
    }
    return { targets, path };
  }

  /** Parameters that name the same object of a type each time. */
  async sample(operation: Operation, parent?: StoredObject): Promise<Record<string, Sample>> {
    return sampleParams(schemas, operation, async (path) => {
      if (path.at(-1) === 'id' && path.length > 1) return this.childNamed(path, parent);
      const type = this.typeNamed(operation, path);
      if (type === undefined) return undefined;
      const known = this.named.get(type) ?? (await this.bench.seed(type)).id;
      this.named.set(type, known);
      return known;
    });
  }

  /** An id within a list of hashes is that of an object in the list of the same name. */
  private async childNamed([field]: readonly string[], parent: StoredObject | undefined): Promise<string | undefined> {
    const sublist = description.object(parent?.object ?? '')?.sublists.find((each) => each.field === field);
    return sublist && (await this.bench.seed(sublist.element, {}, parent)).id;
  }

  async send(operation: Operation, path: string, params: Record<string, Sample>): Promise<EngineAnswer> {
    const form = encodeForm(params);
    if (operation.method === 'GET') return this.bench.call('GET', form === '' ? path : `${path}?${form}`);
    if (!operation.multipart) return this.bench.call(operation.method, path, form);
    const { file: _, ...fields } = params;
    const body = [
      ...Object.entries(fields).map(
        ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      ),
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF\r\n--b--\r\n',
    ];
    return this.bench.call('POST', path, body.join(''), { 'content-type': 'multipart/form-data; boundary=b' });
  }

  /** Runs the operation on objects made for it. The answer is as described, and reading changes nothing. */
  async run(operation: Operation): Promise<{ answer: EngineAnswer; targets: StoredObject[]; path: string }> {
    const { targets, path } = await this.ids(operation);
    const params = await this.sample(operation, targets.at(-1));
    if (operation.singleton && operation.resource !== undefined) await this.owned(operation.resource, targets);
    const before = operation.method === 'GET' ? await this.bench.dump() : undefined;
    const answer = await this.send(operation, path, params);
    expect(answer.status, `${operation.id} ${JSON.stringify(params)}: ${JSON.stringify(answer.body)}`).toBe(200);
    expect(operation.checkAnswer(answer.body)).toEqual([]);
    expect(this.bench.crashes).toEqual([]);
    if (before !== undefined) expect(await this.bench.dump()).toEqual(before);
    return { answer, targets, path };
  }

  /** Something like the dispute of a charge has to be there; settings are there by themselves. */
  private async owned(type: string, targets: readonly StoredObject[]): Promise<void> {
    const parent = targets.at(-1);
    if (parent !== undefined && description.object(type)?.fields.has('id')) await this.bench.seed(type, {}, parent);
  }

  async retrieve(type: string, collection: string, id: string): Promise<EngineAnswer | undefined> {
    const path = `${collection}/${encodeURIComponent(id)}`;
    const found = description.match('GET', path)?.operation;
    return found?.kind === 'retrieve' && found.resources.includes(type) ? this.bench.call('GET', path) : undefined;
  }
}

const ofKind = (...kinds: Operation['kind'][]): [string, Operation][] =>
  description.operations
    .filter(({ kind }) => kinds.includes(kind))
    .map((each) => [`${each.method} ${each.path}`, each]);

/** Operations of which nothing can be asked without a modelled resource: there is nothing to find, or no content to give. */
const empty = new Set(['apps.secrets.find', 'apps.secrets.deleteWhere', 'tax.associations.find']);

describe('a generic create', () => {
  it.each(ofKind('create'))('%s makes an object that can be read and listed', async (_, operation) => {
    const walk = new Walk();
    const { answer, path } = await walk.run(operation);
    const { id, object } = answer.body;
    if (typeof id !== 'string') return;
    const read = await walk.retrieve(object, path, id);
    if (read !== undefined) {
      expect(read.status).toBe(200);
      expect(read.body).toEqual(answer.body);
    }
    const list = description.match('GET', path)?.operation;
    if (list?.kind !== 'list' || !list.resources.includes(object)) return;
    const filters = await walk.sample(list);
    for (const [name, value] of Object.entries(answer.body)) if (name in filters) filters[name] = value as Sample;
    // The reversal of a received credit only says what the received credit says.
    if (Object.values(filters).some((value) => value === '' || value === null)) return;
    const listed = await walk.send(list, path, filters);
    expect(listed.body.data).toContainEqual(answer.body);
  });
});

describe('a generic retrieve', () => {
  it.each(ofKind('retrieve'))('%s answers the object of the path', async (_, operation) => {
    const walk = new Walk();
    const { answer, targets } = await walk.run(operation);
    if (!operation.singleton) expect(answer.body.id).toBe(targets.at(-1)?.id);
    expect(operation.resources).toContain(answer.body.object);
  });

  it.each(ofKind('retrieve').filter(([, { singleton }]) => !singleton))(
    '%s refuses an id that nobody has',
    async (_, operation) => {
      const walk = new Walk();
      const { path } = await walk.ids(operation);
      const answer = await walk.bench.call('GET', `${path.slice(0, path.lastIndexOf('/'))}/nobody`);
      expect(answer.status).toBe(404);
      expect(answer.body.error).toMatchObject({
        type: 'invalid_request_error',
        code: 'resource_missing',
        param: operation.pathParams.at(-1)?.missingParam,
        message: expect.stringMatching(/^No such .+: 'nobody'$/),
      });
    },
  );

  it.each(ofKind('retrieve').filter(([, { pathParams }]) => pathParams.length > 1))(
    '%s refuses what belongs to another',
    async (_, operation) => {
      const walk = new Walk();
      const mine = await walk.ids(operation);
      const [parent] = (await walk.ids(operation)).targets;
      const [first] = mine.targets;
      const path = mine.path.replace(first?.id ?? '', parent?.id ?? '');
      expect(path).not.toBe(mine.path);
      expect((await walk.bench.call('GET', path)).status).toBe(404);
      expect((await walk.bench.call('GET', mine.path)).status).toBe(200);
    },
  );
});

describe('a generic update', () => {
  it.each(ofKind('update'))('%s keeps what it was sent', async (_, operation) => {
    const walk = new Walk();
    const { answer, targets, path } = await walk.run(operation);
    if (!operation.singleton) expect(answer.body.id).toBe(targets.at(-1)?.id);
    if (!operation.takes('metadata')) return;
    const changed = await walk.bench.call('POST', path, 'metadata[order]=6735&metadata[a]=b');
    expect(changed.body.metadata).toMatchObject({ order: '6735', a: 'b' });
    const merged = await walk.bench.call('POST', path, 'metadata[order]=&metadata[c]=d');
    expect(merged.body.metadata).toEqual({ a: 'b', c: 'd' });
    expect(operation.checkAnswer(merged.body)).toEqual([]);
    if (description.match('GET', path) === undefined) return;
    expect((await walk.bench.call('GET', path)).body).toEqual(merged.body);
  });
});

describe('a generic delete', () => {
  it.each(ofKind('delete'))('%s takes the object away', async (_, operation) => {
    const walk = new Walk();
    const { answer, path } = await walk.run(operation);
    const { leavesStub } = description.object(answer.body.object) ?? {};
    if (operation.answersStub && leavesStub)
      expect(answer.body).toMatchObject({ id: expect.any(String), deleted: true });
    const read = description.match('GET', path)?.operation;
    if (read?.kind !== 'retrieve') return;
    const after = await walk.bench.call('GET', path);
    if (operation.answersStub) expect(after.status).toBe(404);
    else expect(after.body).toMatchObject({ status: 'canceled' });
    expect((await walk.bench.call('DELETE', path)).status).toBe(operation.answersStub ? 404 : 200);
  });
});

describe('a generic action', () => {
  it.each(ofKind('action').filter(([, { id }]) => !empty.has(id)))('%s keeps its outcome', async (_, operation) => {
    const walk = new Walk();
    const { answer, targets } = await walk.run(operation);
    const target = targets.at(-1);
    if (target === undefined || target.object !== answer.body.object) return;
    expect(answer.body.id).toBe(target.id);
    const stored = Object.values(await walk.bench.dump()).flat();
    expect(stored).toContainEqual(expect.objectContaining({ id: target.id, object: target.object }));
  });
});

describe('a generic list', () => {
  it.each(ofKind('list'))('%s lists what is there, newest first', async (_, operation) => {
    const walk = new Walk();
    const { path, targets } = await walk.ids(operation);
    const params = await walk.sample(operation);
    const type = operation.resource ?? '';
    const made = [];
    for (let count = 0; count < 3; count++) made.push(await walk.bench.seed(type, params as never, targets.at(-1)));
    const pages = operation.takes('limit');
    const answer = await walk.send(operation, path, pages ? { ...params, limit: 2 } : params);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(operation.checkAnswer(answer.body)).toEqual([]);
    expect(answer.body).toMatchObject({ object: 'list', has_more: pages, url: path });
    expect(answer.body.data.map(({ id }: StoredObject) => id)).toEqual(
      made
        .map(({ id }) => id)
        .reverse()
        .slice(0, pages ? 2 : 3),
    );
    if (!pages) return;
    const next = await walk.send(operation, path, { ...params, starting_after: made[1]?.id ?? '' });
    expect(next.body).toMatchObject({ has_more: false });
    expect(next.body.data).toHaveLength(1);
  });
});

describe('a generic search', () => {
  it.each(ofKind('search'))('%s finds what fits', async (_, operation) => {
    const walk = new Walk();
    const { id } = await walk.bench.seed(operation.resource ?? '', { metadata: { order: '6735' } });
    await walk.bench.seed(operation.resource ?? '', { metadata: { order: '1' } });
    const answer = await walk.send(operation, operation.path, { query: 'metadata["order"]:"6735"' });
    expect(operation.checkAnswer(answer.body)).toEqual([]);
    expect(answer.body.data.map((each: StoredObject) => each.id)).toEqual([id]);
  });
});
