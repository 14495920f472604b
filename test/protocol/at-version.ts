/** Requests of one version of the API, as raw as they are sent. */
import type { EmulatorOptions } from '../../src/index.ts';
import type { RawBody } from '../raw-body.ts';
import { testBench } from '../spec/harness.ts';

/** GET without a body, POST with one. */
type Ask = (path: string, body?: string) => Promise<RawBody>;

/** On an emulator of its own; `version` undefined: requests that name none. */
export async function at(version?: string, options: EmulatorOptions = {}): Promise<Ask> {
  const { call } = await testBench(options);
  const headers: Record<string, string> = version === undefined ? {} : { 'stripe-version': version };
  return async (path, body) =>
    (await call(body === undefined ? 'GET' : 'POST', path, { headers, ...(body !== undefined && { body }) })).body;
}

/** One piece of something, in Checkout. */
export const line =
  'line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=x&line_items[0][quantity]=1';
