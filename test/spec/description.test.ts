import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadDescription } from '../../src/server/spec/description.ts';

const description = loadDescription();

describe('loadDescription', () => {
  it('reads the file once', () => {
    expect(loadDescription()).toBe(description);
  });

  it('covers the v1 API of the version it names', () => {
    expect(description.version).toMatch(/^20\d\d-\d\d-\d\d\.\w+$/);
    expect(description.operations.length).toBeGreaterThan(550);
    expect(description.objects.length).toBeGreaterThan(140);
    expect(description.events.size).toBeGreaterThan(270);
  });

  it('gives the text of the file for those who want to read it', () => {
    const file = readFileSync(new URL('../../openapi/stripe.json', import.meta.url), 'utf8');
    expect(description.text()).toBe(file);
    expect(description.document).toEqual(JSON.parse(file));
  });
});

describe('match', () => {
  it.each([
    ['GET', '/v1/disputes', 'disputes.list', {}],
    ['GET', '/v1/disputes/du_1', 'disputes.retrieve', { dispute: 'du_1' }],
    ['POST', '/v1/disputes/du_1', 'disputes.update', { dispute: 'du_1' }],
    ['POST', '/v1/disputes/du_1/close', 'disputes.close', { dispute: 'du_1' }],
    ['GET', '/v1/customers/search', 'customers.search', {}],
    ['POST', '/v1/customers/search', 'customers.update', { customer: 'search' }],
    ['GET', '/v1/credit_notes/preview/lines', 'creditNotes.listPreviewLineItems', {}],
    ['GET', '/v1/credit_notes/cn_1/lines', 'creditNotes.listLineItems', { credit_note: 'cn_1' }],
    ['GET', '/v1/transfers/tr_1/reversals', 'transfers.listReversals', { id: 'tr_1' }],
    ['GET', '/v1/transfers/tr_1/reversals/trr_1', 'transfers.retrieveReversal', { transfer: 'tr_1', id: 'trr_1' }],
    ['GET', '/v1/coupons/25%25%20off', 'coupons.retrieve', { coupon: '25% off' }],
    ['GET', '/v1/coupons/a%2Fb', 'coupons.retrieve', { coupon: 'a/b' }],
    ['DELETE', '/v1/customers/cus_1/tax_ids/txi_1', 'customers.deleteTaxId', { customer: 'cus_1', id: 'txi_1' }],
  ])('%s %s is %s', (method, path, id, ids) => {
    const found = description.match(method, path);
    expect(found?.operation.id).toBe(id);
    expect(Object.entries(found?.ids ?? {})).toEqual(Object.entries(ids));
  });

  it.each([
    ['PUT', '/v1/customers'],
    ['GET', '/v1/nothing'],
    ['GET', '/v1/customers/'],
    ['GET', '/v1/customers//tax_ids'],
    ['GET', '/v1/customers/cus_1/nothing'],
    ['GET', '/v1'],
    ['GET', '/'],
    ['GET', ''],
    ['GET', '/v1/coupons/50%'],
    ['GET', '/v1/coupons/%ff'],
    ['get', '/v1/customers'],
    ['constructor', '/v1/customers'],
    ['GET', '/v1/__proto__'],
  ])('%s %s is nothing', (method, path) => {
    expect(description.match(method, path)).toBeUndefined();
  });

  it('finds every operation at its own path', () => {
    const lost = description.operations.filter(({ method, path, id }) => {
      const found = description.match(method, path.replace(/\{\w+\}/g, 'id_1'));
      return found?.operation.id !== id;
    });
    expect(lost.map(({ id }) => id)).toEqual([]);
  });

  it('gives the ids in the order of the path', () => {
    for (const { method, path, pathParams } of description.operations) {
      let count = 0;
      const found = description.match(
        method,
        path.replace(/\{\w+\}/g, () => `id_${++count}`),
      );
      expect(Object.entries(found?.ids ?? {})).toEqual(pathParams.map(({ name }, index) => [name, `id_${index + 1}`]));
    }
  });
});

describe('knowsPath', () => {
  it.each(['/v1/customers', '/v1/disputes/du_1/close', '/v1/charges/search'])('knows %s under any method', (path) => {
    expect(description.knowsPath(path)).toBe(true);
  });

  it.each(['/v1/nothing', '/v1', '/', '', '/v1/customers/', '/v1/disputes/du_1/close/again'])(
    'does not know %j',
    (path) => {
      expect(description.knowsPath(path)).toBe(false);
    },
  );
});

describe('operation', () => {
  it('refuses an id that the description does not have', () => {
    expect(() => description.operation('disputes.win')).toThrow('the description has no operation disputes.win');
  });

  it.each([
    ['customers.create', 'create', 'customer'],
    ['customers.retrieve', 'retrieve', 'customer'],
    ['customers.update', 'update', 'customer'],
    ['customers.del', 'delete', 'customer'],
    ['customers.list', 'list', 'customer'],
    ['customers.search', 'search', 'customer'],
    ['customers.createTaxId', 'create', 'tax_id'],
    ['customers.deleteDiscount', 'delete', 'discount'],
    ['customers.fundCashBalance', 'action', 'customer_cash_balance_transaction'],
    ['disputes.close', 'action', 'dispute'],
    ['accountLinks.create', 'create', 'account_link'],
    ['accounts.createLoginLink', 'create', 'login_link'],
    ['accounts.createExternalAccount', 'create', 'bank_account'],
    ['invoices.createPreview', 'action', 'invoice'],
    ['invoices.updateLines', 'action', 'invoice'],
    ['creditNotes.preview', 'action', 'credit_note'],
    ['tax.settings.update', 'update', 'tax.settings'],
    ['issuing.cards.retrieve', 'retrieve', 'issuing.card'],
    ['quotes.pdf', 'binary', undefined],
  ])('%s is a %s of %s', (id, kind, resource) => {
    const operation = description.operations.find((each) => each.id.endsWith(id));
    expect(operation).toMatchObject({ kind, resource });
  });

  it('names all the objects that a nested collection may hold, first the one it is called after', () => {
    expect(description.operation('accounts.createExternalAccount').resources).toEqual(['bank_account', 'card']);
    expect(description.operation('customers.createSource').resources[0]).toBe('source');
  });

  it('names an action by the last word of its path', () => {
    expect(description.operation('disputes.close').verb).toBe('close');
    expect(description.operation('invoices.finalizeInvoice').verb).toBe('finalize');
    expect(description.operation('disputes.update').verb).toBeUndefined();
  });

  it.each([
    ['balance.retrieve', true],
    ['tax.settings.update', true],
    ['customers.retrieveCashBalance', true],
    ['customers.deleteDiscount', true],
    ['customers.retrieve', false],
    ['customers.list', false],
    ['disputes.close', false],
  ])('%s has its object without an id: %s', (id, singleton) => {
    expect(description.operation(id).singleton).toBe(singleton);
  });

  it('tells the deletes that answer a stub from those that answer the object', () => {
    expect(description.operation('customers.del').answersStub).toBe(true);
    expect(description.operation('subscriptions.cancel').answersStub).toBe(false);
    expect(description.operation('customers.retrieve').answersStub).toBe(false);
  });

  it('knows which objects the ids of a path name', () => {
    expect(description.operation('charges.retrieve').pathParams).toEqual([
      { name: 'charge', missingParam: 'id', type: 'charge' },
    ]);
    expect(description.operation('setupIntents.cancel').pathParams).toEqual([
      { name: 'intent', missingParam: 'intent', type: 'setup_intent' },
    ]);
    expect(description.operation('transfers.retrieveReversal').pathParams.map(({ type }) => type)).toEqual([
      'transfer',
      'transfer_reversal',
    ]);
    expect(description.operation('testHelpers.refunds.expire').pathParams[0]?.type).toBe('refund');
  });

  it('finds a described object for every id of every path', () => {
    const params = description.operations.flatMap(({ pathParams }) => pathParams);
    expect(params.length).toBeGreaterThan(400);
    expect(params.filter(({ type }) => type === undefined || description.object(type) === undefined)).toEqual([]);
  });

  it('filters a list by the parameters that are fields of its elements', () => {
    expect(description.operation('charges.list').filters).toEqual(['customer', 'payment_intent', 'transfer_group']);
    expect(description.operation('charges.create').filters).toEqual([]);
  });

  it('takes expand everywhere', () => {
    expect(description.operations.filter((operation) => !operation.takes('expand')).map(({ id }) => id)).toEqual([]);
    expect(description.operation('disputes.list').takes('charge')).toBe(true);
    expect(description.operation('disputes.list').takes('constructor')).toBe(false);
  });

  it('knows what is uploaded as a form of several parts, and what only older clients call', () => {
    expect(description.operation('files.create').multipart).toBe(true);
    expect(description.operation('customers.create').multipart).toBe(false);
    expect(description.match('GET', '/v1/charges/ch_1/dispute')?.operation.legacy).toBe(true);
    expect(description.operation('disputes.retrieve').legacy).toBe(false);
  });
});

describe('events', () => {
  it('knows the object that an event carries', () => {
    expect(description.events.get('charge.dispute.closed')).toEqual(['dispute']);
  });

  it('knows the events of an object', () => {
    expect(description.eventsOf('dispute')).toContain('charge.dispute.funds_withdrawn');
    expect(description.eventsOf('dispute')).not.toContain('charge.refunded');
    expect(description.eventsOf('nothing')).toEqual([]);
  });

  it('carries described objects only', () => {
    const carried = [...description.events.values()].flat();
    expect(carried.filter((type) => description.object(type) === undefined)).toEqual([]);
  });
});

describe('idPrefix', () => {
  it.each([
    ['dispute', 'du'],
    ['payment_intent', 'pi'],
    ['customer', 'cus'],
    ['constructor', undefined],
  ])('%s has %s', (type, prefix) => {
    expect(description.idPrefix(type)).toBe(prefix);
  });
});

describe('checkAnswer', () => {
  const customer = () => ({ ...description.object('customer')?.blank(), id: 'cus_1' });
  const page = (rest: object) => ({ object: 'list', data: [], has_more: false, url: '/v1/customers', ...rest });

  it.each([
    ['customers.retrieve', customer()],
    ['customers.retrieve', { id: 'cus_1', object: 'customer', deleted: true }],
    ['customers.del', { id: 'cus_1', object: 'customer', deleted: true }],
    ['customers.list', page({ data: [customer()] })],
    ['customers.search', page({ object: 'search_result', data: [customer()], next_page: null })],
    ['quotes.pdf', 'anything'],
  ])('%s may answer %j', (id, answer) => {
    expect(description.operation(id).checkAnswer(answer)).toEqual([]);
  });

  it.each([
    ['customers.create', { id: 'cus_1', object: 'customer', deleted: true }, 'deleted: is not in the description'],
    ['customers.list', page({ data: [{ ...customer(), id: 1 }] }), 'data[0].id: is 1, not string'],
    ['customers.list', page({ wat: 1 }), 'wat: is not in the description'],
    ['customers.list', { object: 'list', data: [] }, 'has_more: is missing'],
    ['customers.list', [customer()], ': is an array, not a list'],
    ['customers.search', page({}), 'object: is "list", not one of search_result'],
  ])('%s may not answer %j', (id, answer, problem) => {
    expect(description.operation(id).checkAnswer(answer)).toContain(problem);
  });
});
