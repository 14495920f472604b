/** One call of an operation of the description: find its targets, run its handler, render the answer, keep it. */
import type { Awaitable } from '../kernel/awaitable.ts';
import { errors, StripeError } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import type { ExpandTree, Reader } from '../kernel/reader.ts';
import { Binary, type ListResult, type Outcome, Refusal, type StoredObject, type Work } from '../kernel/work.ts';
import type { Operation } from '../spec/description.ts';
import { answerText, pageText } from './answer.ts';
import { clockOfCall } from './clocks.ts';
import type { Engine } from './engine.ts';
import { genericHandlers } from './generic/index.ts';
import { findKept, fingerprint, keep } from './idempotency.ts';
import { createReader } from './reader.ts';
import type { Sandbox } from './sandbox.ts';
import { findTargets } from './targets.ts';
import type { Unit } from './unit.ts';

export interface ApiCall {
  readonly sandbox: Sandbox;
  readonly account: string;
  readonly operation: Operation;
  readonly ids: Readonly<Record<string, string>>;
  readonly params: Params;
  /** The version in which the request is meant. */
  readonly apiVersion: string;
  readonly expand: ExpandTree;
  readonly path: string;
  readonly requestId: string;
  /** Set on POST requests that sent one. */
  readonly idempotencyKey: string | undefined;
  /** A publishable key only reaches the object whose client secret it knows. */
  readonly publishable: boolean;
  /** Brings an answer from the newest version of the API to the one asked for. */
  downgrade(answer: object, read: Reader, expand?: ExpandTree): Awaitable<object>;
  errorBody(error: StripeError): object;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string | Binary;
  /** The id of the first request with this idempotency key. */
  readonly original: string;
  readonly replayed: boolean;
  /** False when the parameters were refused before anything was tried. */
  readonly executed: boolean;
}

function checkClientSecret(targets: readonly StoredObject[], params: Params): void {
  const target = targets.at(-1);
  if (target === undefined || !('client_secret' in target) || target.client_secret === params.client_secret) return;
  throw errors.invalid(
    `The client_secret provided does not match any associated ${target.object} on this account.`,
    'client_secret',
    `${target.object}_invalid_parameter`,
  );
}

/** The error, with the object it is about where Stripe shows it. */
async function explained(
  error: StripeError,
  engine: Engine,
  work: Work,
  targets: readonly StoredObject[],
): Promise<StripeError> {
  const target = targets.at(-1);
  if (target === undefined || engine.registry.resource(target.object).shownInErrors !== true) return error;
  if (target.object in error.details) return error;
  return error.with({ [target.object]: await work.show(target) });
}

/** The error as the asked version shows it: of the objects in it too. */
async function olderError(error: StripeError, call: ApiCall, read: Reader): Promise<StripeError> {
  const details = await call.downgrade(error.details, read);
  return details === error.details ? error : error.with(details as Record<string, unknown>);
}

const nothing: ExpandTree = {};

const isList = (outcome: Outcome): outcome is ListResult => 'data' in outcome && 'url' in outcome;

async function bodyOf(
  engine: Engine,
  call: ApiCall,
  work: Work,
  outcome: Exclude<Outcome, Refusal | Binary>,
): Promise<string> {
  const { expand } = call;
  if (!isList(outcome)) return answerText(engine, call, work, outcome as StoredObject, expand);
  const texts: string[] = [];
  for (const object of outcome.data) {
    const text = answerText(engine, call, work, object, expand.data ?? nothing);
    texts.push(text instanceof Promise ? await text : text);
  }
  return pageText(outcome, texts);
}

/** Reads other objects as this work sees them. */
const readerOf = ({ registry, renderer }: Engine, work: Work): Reader =>
  createReader(registry.description, work, (object, expand) => renderer.show(work, object, expand));

async function perform(engine: Engine, unit: Unit, call: ApiCall): Promise<{ status: number; body: string | Binary }> {
  const { account, operation, ids, params } = call;
  const { registry } = engine;
  unit.apiVersion = call.apiVersion;
  const targets = await findTargets(registry, unit.work(account), operation, ids);
  const clock = await clockOfCall({ registry, tx: unit.tx, account }, targets, params);
  const work = unit.workBy(account, clock && unit.timeOf(clock));
  const read = readerOf(engine, work);
  if (call.publishable) checkClientSecret(targets, params);
  try {
    const handler = engine.registry.handler(operation.id);
    const invocation = { work, params, ids, targets };
    const outcome = handler
      ? await handler(invocation)
      : await genericHandlers[operation.kind](invocation, operation, engine.registry);
    if (outcome instanceof Binary) return { status: 200, body: outcome };
    if (outcome instanceof Refusal) {
      const error = await olderError(outcome.error, call, read);
      return { status: error.status, body: JSON.stringify(call.errorBody(error)) };
    }
    return { status: 200, body: await bodyOf(engine, call, work, outcome) };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    throw await olderError(await explained(error, engine, work, targets), call, read);
  }
}

export async function execute(engine: Engine, call: ApiCall): Promise<ApiAnswer> {
  const { sandbox, account, path, requestId, idempotencyKey: key } = call;
  if (sandbox.settling !== undefined) await sandbox.settling;
  const origin = { id: requestId, idempotency_key: key ?? null };
  const print = key === undefined ? '' : fingerprint(call.params);
  let reused = false;
  try {
    return await engine.transaction(sandbox, origin, async (unit) => {
      if (key !== undefined) {
        reused = true;
        const kept = await findKept(unit.tx, account, key, path, print, unit.now);
        if (kept !== undefined)
          return { status: kept.status, body: kept.body, original: kept.request, replayed: true, executed: true };
        reused = false;
      }
      const { status, body } = await perform(engine, unit, call);
      if (key !== undefined && typeof body === 'string') {
        await keep(unit.tx, account, key, {
          request: requestId,
          path,
          fingerprint: print,
          created: unit.now,
          status,
          body,
        });
      }
      return { status, body, original: requestId, replayed: false, executed: true };
    });
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const body = JSON.stringify(call.errorBody(error));
    // Execution had begun: the refusal is the key's answer from now on.
    if (key !== undefined && !reused && isKept(error)) {
      const answer = {
        request: requestId,
        path,
        fingerprint: print,
        created: sandbox.clock.now(),
        status: error.status,
        body,
      };
      await engine.store.transaction(sandbox.name, (tx) => keep(tx, account, key, answer));
    }
    return { status: error.status, body, original: requestId, replayed: false, executed: isKept(error) };
  }
}

/** Failures of parameters leave the key free: https://docs.stripe.com/api/idempotent_requests */
function isKept(error: StripeError): boolean {
  if (error.status === 401 || error.status === 409 || error.status === 429) return false;
  const code = error.details.code ?? '';
  return !(error.status === 400 && (code === 'resource_missing' || code.startsWith('parameter')));
}
