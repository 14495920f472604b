import { errors } from '../../kernel/errors.ts';
import { pageLimit } from '../../kernel/page.ts';
import type { StoredObject } from '../../kernel/work.ts';
import type { Operation } from '../../spec/description.ts';
import { parseSearch, SearchError, type SearchFields, searchFields } from '../search-query.ts';
import { type Fields, fieldsOf, type GenericHandler, pathOf, typeOf } from './handler.ts';

function readQuery(query: string, { path }: Operation): (object: Readonly<Fields>) => boolean {
  const collection = path.split('/').at(-2) ?? '';
  const fields = (searchFields as Readonly<Record<string, SearchFields>>)[collection] ?? {};
  try {
    return parseSearch(query, fields, collection);
  } catch (error) {
    if (error instanceof SearchError) throw errors.invalid(error.message, 'query');
    throw error;
  }
}

const encodePage = (id: string): string => Buffer.from(id).toString('base64url');
const decodePage = (token: string): string => Buffer.from(token, 'base64url').toString();

export const search: GenericHandler = async (call, operation) => {
  const { work, params } = call;
  const type = typeOf(operation);
  const matches = readQuery(String(params.query), operation);
  const filter = (row: StoredObject): boolean => matches(fieldsOf(row));
  const startingAfter = typeof params.page === 'string' ? decodePage(params.page) : undefined;
  if (startingAfter !== undefined && (await work.get(type, startingAfter)) === undefined) {
    throw errors.invalid(`Invalid page: ${params.page}`, 'page');
  }
  const query = { limit: pageLimit(params), filter, ...(startingAfter !== undefined && { startingAfter }) };
  const { data, has_more, url } = await work.page([type], query, pathOf(operation, call));
  const last = data.at(-1);
  const counted = Array.isArray(params.expand) && params.expand.includes('total_count');
  return {
    object: 'search_result',
    data,
    has_more,
    next_page: has_more && last !== undefined ? encodePage(last.id) : null,
    ...(counted && { total_count: (await work.list(type, { filter })).length }),
    url,
  };
};
