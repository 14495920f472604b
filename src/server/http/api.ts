/** The way of an API request, stage by stage, in the order in which Stripe checks. */
import type { Engine } from '../engine/engine.ts';
import { parseExpand } from '../engine/expand.ts';
import { glance } from '../engine/glance.ts';
import { idempotencyErrors } from '../engine/idempotency.ts';
import { type ApiAnswer, execute } from '../engine/operations.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import { andThen } from '../kernel/awaitable.ts';
import { wallClock } from '../kernel/clock.ts';
import { errors, StripeError } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import type { ExpandTree, Reader } from '../kernel/reader.ts';
import { Binary } from '../kernel/work.ts';
import type { Operation } from '../spec/description.ts';
import { answerIn } from '../versions/events.ts';
import { asSent, isServed, olderReference, refuseGone, resolveVersion, upgradeParams } from '../versions/index.ts';
import { decoded, readParams } from './body.ts';
import { headersAmong, withoutTelemetry } from './browser.ts';
import { type Credentials, masked, readCredentials } from './credentials.ts';
import { Dropped, suffer } from './fault.ts';
import { decodeForm } from './form.ts';
import { answerHeaders, corsHeaders, plainHeaders, type ReadHeader } from './headers.ts';
import { checkPublishable, publicView } from './publishable.ts';

export interface ApiSettings {
  readonly engine: Engine;
  /** The version of requests that name none. */
  readonly apiVersion: string;
  /** Refuse what is only generically emulated. */
  readonly strict: boolean;
  /** Told of each answered request, for the log on the terminal. */
  onAnswer?(line: { method: string; path: string; status: number; requestId: string; durationMs: number }): void;
  onCrash(error: unknown): void;
}

/** What is known of a request so far; each stage adds its part. */
interface Passage {
  readonly request: Request;
  header: ReadHeader;
  /** Scheme and host. */
  readonly base: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  credentials: Credentials | undefined;
  sandbox: Sandbox | undefined;
  account: string | undefined;
  requestId: string | undefined;
  /** Undefined when the request names none. */
  version: string | undefined;
  operation: Operation | undefined;
  /** As they came; read early where the key is among them. */
  sent: Params | undefined;
  params: Params | undefined;
  /** The fault on demand that it met. */
  fault: string | undefined;
}

const longestKey = 255;
/** Error answers without the link to a request log, as Stripe sends them. */
const unlogged = new Set([401, 403]);

function authenticate(passage: Passage, authorization: string | null, { engine }: ApiSettings): Sandbox {
  passage.credentials = readCredentials(authorization);
  const sandbox = engine.sandbox(passage.credentials.sandbox);
  passage.sandbox = sandbox;
  sandbox.baseUrl = passage.base;
  passage.requestId = sandbox.ids.id('req', '', 0);
  return sandbox;
}

async function chooseAccount(
  named: string,
  passage: Passage,
  sandbox: Sandbox,
  { engine }: ApiSettings,
): Promise<string> {
  if (named === sandbox.platform) return sandbox.platform;
  const known = await engine.store.transaction(sandbox.name, async (tx) => tx.get(sandbox.platform, 'account', named));
  if (known !== undefined) return named;
  const key = masked(passage.credentials?.key ?? '');
  throw new StripeError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key '${key}' does not have access to account '${named}' (or that account does not exist). Application access may have been revoked.`,
  });
}

const readQuery = ({ query }: Passage): Params => (query === '' ? {} : decoded(() => decodeForm(query)));

async function readAll(passage: Passage): Promise<Params> {
  const body = await readParams(passage.request, passage.header);
  return passage.query === '' ? body : { ...readQuery(passage), ...body };
}

/** Not a promise where nothing has to be waited for: the adapter for Node answers that at once. */
type Soon<T> = T | Promise<T>;

function answer(passage: Passage, settings: ApiSettings): Soon<ApiAnswer> {
  const authorization = passage.header('authorization');
  if (authorization) return begin(passage, authorization, settings);
  return identify(passage).then(() => begin(passage, passage.header('authorization'), settings));
}

/** A page that sends no headers of its own has its key among the parameters. */
async function identify(passage: Passage): Promise<void> {
  try {
    const sent = passage.method === 'GET' ? readQuery(passage) : await readAll(passage);
    passage.sent = sent;
    passage.header = headersAmong(sent, passage.header);
  } catch {
    // Whoever names no key hears of that first.
  }
}

function begin(passage: Passage, authorization: string | null, settings: ApiSettings): Soon<ApiAnswer> {
  const sandbox = authenticate(passage, authorization, settings);
  const fault = sandbox.faults.meet(passage.method, passage.path);
  if (fault === undefined) return carryOut(passage, sandbox, settings);
  passage.account = sandbox.platform;
  passage.fault = fault.id;
  return suffer(fault, passage.requestId ?? '', () => carryOut(passage, sandbox, settings));
}

function carryOut(passage: Passage, sandbox: Sandbox, settings: ApiSettings): Soon<ApiAnswer> {
  const named = passage.header('stripe-account') ?? passage.header('stripe-context');
  if (named === null) return route(passage, sandbox, sandbox.platform, settings);
  return chooseAccount(named, passage, sandbox, settings).then((account) => route(passage, sandbox, account, settings));
}

function route(passage: Passage, sandbox: Sandbox, account: string, settings: ApiSettings): Soon<ApiAnswer> {
  const { engine, strict } = settings;
  const { method, path } = passage;
  passage.account = account;
  const asked = passage.header('stripe-version');
  if (asked !== null) passage.version = resolveVersion(asked);

  const { description } = engine.registry;
  let match = description.match(method, path);
  if (match !== undefined && !isServed(match.operation.until, passage.version)) {
    refuseGone(match.operation.id);
    match = description.match(method, path, ({ until }) => isServed(until, passage.version));
  }
  if (match === undefined) throw errors.unrecognizedUrl(method, path);
  const { operation, ids } = match;
  passage.operation = operation;
  if (strict && engine.registry.coverage(operation) === 'generic') throw notModelled(operation);

  const key = method === 'POST' ? passage.header('idempotency-key') || undefined : undefined;
  if (key !== undefined && key.length > longestKey) throw idempotencyErrors.tooLong();
  const run = (sent: Params): Soon<ApiAnswer> => call(passage, sandbox, operation, ids, sent, key, settings);
  if (passage.sent !== undefined) return run(passage.sent);
  return method === 'GET' ? run(readQuery(passage)) : readAll(passage).then(run);
}

function call(
  passage: Passage,
  sandbox: Sandbox,
  operation: Operation,
  ids: Readonly<Record<string, string>>,
  sent: Params,
  key: string | undefined,
  settings: ApiSettings,
): Soon<ApiAnswer> {
  const { engine } = settings;
  const { credentials, account = sandbox.platform, path, requestId = '' } = passage;
  passage.params = sent;
  const apiVersion = passage.version ?? settings.apiVersion;
  const publishable = credentials?.kind === 'publishable';
  if (publishable) checkPublishable(operation.id, sent);
  const named = publishable ? withoutTelemetry(sent) : sent;
  const params = operation.validate(upgradeParams(operation.id, named, passage.version, settings.apiVersion));
  const expand = parseExpand(engine.registry.description, operation, params.expand, (type, field) =>
    olderReference(apiVersion, type, field),
  );
  const inVersion = (body: object, read: Reader, asked?: ExpandTree): Soon<object> =>
    answerIn(body, apiVersion, read, asked);
  const apiCall = {
    sandbox,
    account,
    operation,
    ids,
    params,
    expand,
    path,
    requestId,
    idempotencyKey: key,
    publishable,
    apiVersion,
    downgrade: publishable
      ? (body: object, read: Reader, asked?: ExpandTree) =>
          andThen(inVersion(body, read, asked), (shown) => publicView(engine.registry, shown))
      : inVersion,
    errorBody: (error: StripeError) => asNamed(error, passage, settings).toBody(logUrl(passage)),
  };
  if (key === undefined) return glance(engine, apiCall) ?? execute(engine, apiCall);
  const slot = `${account}/${key}`;
  if (sandbox.inFlight.has(slot)) throw idempotencyErrors.inUse(key);
  sandbox.inFlight.add(slot);
  return execute(engine, apiCall).finally(() => sandbox.inFlight.delete(slot));
}

function notModelled(operation: Operation): StripeError {
  return new StripeError(501, {
    type: 'api_error',
    message: `${operation.method} ${operation.path} is only generically emulated, and this server was started with --strict. See /_emulator/coverage for what is modelled.`,
  });
}

function logUrl({ account, requestId }: Passage): string {
  return `https://dashboard.stripe.com/${account}/test/workbench/logs?object=${requestId}`;
}

/** The parameter that it is about under the name that the request gave it. */
function asNamed(
  error: StripeError,
  { operation, params, version }: Passage,
  { apiVersion }: ApiSettings,
): StripeError {
  return operation === undefined || params === undefined
    ? error
    : asSent(error, operation.id, params, version, apiVersion);
}

function refused(passage: Passage, error: StripeError): ApiAnswer {
  const noVersion = passage.version === undefined && passage.header('stripe-version') !== null;
  const early = passage.account === undefined || noVersion || unlogged.has(error.status);
  const logged = passage.operation !== undefined || !early;
  const body = JSON.stringify(error.toBody(logged ? logUrl(passage) : undefined));
  return { status: error.status, body, original: passage.requestId ?? '', replayed: false, executed: false };
}

function headersOf(
  passage: Passage,
  { status, original, replayed, executed }: ApiAnswer,
  settings: ApiSettings,
): Record<string, string> {
  const { requestId, account, operation, method } = passage;
  let headers: Record<string, string>;
  if (account === undefined) {
    headers = { ...plainHeaders };
    if (status === 401) headers['www-authenticate'] = 'Bearer realm="Stripe"';
  } else {
    const coverage = operation === undefined ? 'generic' : settings.engine.registry.coverage(operation);
    // The name of the version comes back as it was sent, beta flags included.
    const version = passage.version === undefined ? settings.apiVersion : passage.header('stripe-version');
    headers = answerHeaders(requestId ?? '', version ?? settings.apiVersion, coverage);
    if (account !== passage.sandbox?.platform) headers['stripe-account'] = account;
    if (method === 'POST') {
      const key = passage.header('idempotency-key');
      if (key && key.length <= longestKey) {
        headers['idempotency-key'] = key;
        headers['original-request'] = original;
        if (replayed) headers['idempotent-replayed'] = 'true';
      }
      if (executed) headers['stripe-should-retry'] = 'false';
    }
  }
  if (passage.fault !== undefined) headers['emulator-fault'] = passage.fault;
  if (passage.header('origin') !== null) Object.assign(headers, corsHeaders);
  return headers;
}

export function handleApi(request: Request, header: ReadHeader, settings: ApiSettings): Soon<Response> {
  const started = wallClock.elapsed();
  const { url, method } = request;
  const start = url.indexOf('/', url.indexOf('//') + 2);
  const question = url.indexOf('?', start);
  const path = url.slice(start, question === -1 ? undefined : question);
  const passage: Passage = {
    request,
    header,
    base: url.slice(0, start),
    method,
    path,
    query: question === -1 ? '' : url.slice(question + 1),
    credentials: undefined,
    sandbox: undefined,
    account: undefined,
    requestId: undefined,
    version: undefined,
    operation: undefined,
    sent: undefined,
    params: undefined,
    fault: undefined,
  };
  const refuse = (error: unknown): ApiAnswer => {
    if (error instanceof Dropped) {
      tell(passage, 0, '', wallClock.elapsed() - started, settings);
      throw error;
    }
    if (error instanceof StripeError) return refused(passage, asNamed(error, passage, settings));
    settings.onCrash(error);
    return refused(passage, errors.unexpected('An unexpected error occurred in the emulator.'));
  };
  const finish = (result: ApiAnswer): Response => respond(passage, result, wallClock.elapsed() - started, settings);
  try {
    const result = answer(passage, settings);
    return result instanceof Promise ? result.catch(refuse).then(finish) : finish(result);
  } catch (error) {
    return finish(refuse(error));
  }
}

function respond(passage: Passage, result: ApiAnswer, durationMs: number, settings: ApiSettings): Response {
  const { status, body } = result;
  tell(passage, status, body, durationMs, settings);
  const headers = headersOf(passage, result, settings);
  if (body instanceof Binary) {
    headers['content-type'] = body.contentType;
    if (body.filename !== null)
      headers['content-disposition'] = `inline; filename*=UTF-8''${encodeURIComponent(body.filename)}`;
    return new Response(body.data as Uint8Array<ArrayBuffer>, { status, headers });
  }
  return new Response(body, { status, headers });
}

/** Keeps it in the request log and tells those who follow along. A status of 0: the caller got no answer. */
function tell(
  passage: Passage,
  status: number,
  body: string | Binary,
  durationMs: number,
  { engine, onAnswer }: ApiSettings,
): void {
  const { sandbox, account, requestId, method, path } = passage;
  onAnswer?.({ method, path, status, requestId: requestId ?? '', durationMs });
  if (sandbox === undefined || account === undefined || requestId === undefined) return;
  const request = {
    id: requestId,
    created: sandbox.clock.now(),
    method,
    path,
    account,
    api_version: passage.version ?? '',
    params: passage.params ?? {},
    status,
    response: typeof body === 'string' ? body : '',
    duration_ms: durationMs,
  };
  sandbox.log.add(request);
  if (engine.feed.isWatched(sandbox.name)) engine.feed.tell(sandbox.name, { kind: 'request', request });
}
