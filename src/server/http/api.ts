/** The way of an API request, stage by stage, in the order in which Stripe checks. */
import type { Engine } from '../engine/engine.ts';
import { parseExpand } from '../engine/expand.ts';
import { idempotencyErrors } from '../engine/idempotency.ts';
import { type ApiAnswer, execute } from '../engine/operations.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import { wallClock } from '../kernel/clock.ts';
import { errors, StripeError } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import { Binary } from '../kernel/work.ts';
import type { Operation } from '../spec/description.ts';
import { downgradeAnswer, resolveVersion, upgradeParams } from '../versions/index.ts';
import { decoded, readParams } from './body.ts';
import { type Credentials, masked, readCredentials } from './credentials.ts';
import { decodeForm } from './form.ts';
import { answerHeaders, corsHeaders, plainHeaders, type ReadHeader } from './headers.ts';
import { checkPublishable } from './publishable.ts';

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
  readonly header: ReadHeader;
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
  params: Params | undefined;
}

const longestKey = 255;
/** Error answers without the link to a request log, as Stripe sends them. */
const unlogged = new Set([401, 403]);

function authenticate(passage: Passage, { engine }: ApiSettings): Sandbox {
  passage.credentials = readCredentials(passage.header('authorization'));
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

async function answer(passage: Passage, settings: ApiSettings): Promise<ApiAnswer> {
  const { engine, strict } = settings;
  const { method, path } = passage;
  const sandbox = authenticate(passage, settings);
  const named = passage.header('stripe-account') ?? passage.header('stripe-context');
  passage.account = named === null ? sandbox.platform : await chooseAccount(named, passage, sandbox, settings);
  const asked = passage.header('stripe-version');
  if (asked !== null) passage.version = resolveVersion(asked);

  const { description } = engine.registry;
  const match = description.match(method, path);
  if (match === undefined) throw errors.unrecognizedUrl(method, path);
  const { operation, ids } = match;
  passage.operation = operation;
  if (strict && engine.registry.coverage(operation) === 'generic') throw notModelled(operation);

  const key = method === 'POST' ? passage.header('idempotency-key') || undefined : undefined;
  if (key !== undefined && key.length > longestKey) throw idempotencyErrors.tooLong();
  const sent = method === 'GET' ? readQuery(passage) : await readAll(passage);
  passage.params = sent;
  if (passage.credentials?.kind === 'publishable') checkPublishable(operation.id, sent);
  const params = operation.validate(upgradeParams(operation.id, sent, passage.version));
  const expand = parseExpand(description, operation, params.expand);

  const slot = key === undefined ? undefined : `${passage.account}/${key}`;
  if (slot !== undefined) {
    if (sandbox.inFlight.has(slot)) throw idempotencyErrors.inUse(key ?? '');
    sandbox.inFlight.add(slot);
  }
  try {
    return await execute(engine, {
      sandbox,
      account: passage.account,
      operation,
      ids,
      params,
      expand,
      path,
      requestId: passage.requestId ?? '',
      idempotencyKey: key,
      publishable: passage.credentials?.kind === 'publishable',
      downgrade: (body) => downgradeAnswer(body, passage.version ?? settings.apiVersion),
      errorBody: (error) => error.toBody(logUrl(passage)),
    });
  } finally {
    if (slot !== undefined) sandbox.inFlight.delete(slot);
  }
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
  if (passage.header('origin') !== null) Object.assign(headers, corsHeaders);
  return headers;
}

export async function handleApi(request: Request, header: ReadHeader, settings: ApiSettings): Promise<Response> {
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
    params: undefined,
  };

  let result: ApiAnswer;
  try {
    result = await answer(passage, settings);
  } catch (error) {
    if (!(error instanceof StripeError)) settings.onCrash(error);
    result = refused(
      passage,
      error instanceof StripeError ? error : errors.unexpected('An unexpected error occurred in the emulator.'),
    );
  }
  const { status, body } = result;
  const durationMs = wallClock.elapsed() - started;
  note(passage, status, body, durationMs);
  settings.onAnswer?.({ method, path, status, requestId: passage.requestId ?? '', durationMs });
  const headers = headersOf(passage, result, settings);
  if (body instanceof Binary) {
    headers['content-type'] = body.contentType;
    if (body.filename !== null)
      headers['content-disposition'] = `inline; filename*=UTF-8''${encodeURIComponent(body.filename)}`;
    return new Response(body.data as Uint8Array<ArrayBuffer>, { status, headers });
  }
  return new Response(body, { status, headers });
}

function note(passage: Passage, status: number, body: string | Binary, durationMs: number): void {
  const { sandbox, account, requestId, method, path } = passage;
  if (sandbox === undefined || account === undefined || requestId === undefined) return;
  sandbox.log.add({
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
  });
}
