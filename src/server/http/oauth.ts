/** What Stripe answers at connect.stripe.com: https://docs.stripe.com/connect/oauth-reference */
import type { Hono } from 'hono';
import type { Engine } from '../engine/engine.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import { StripeError } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import type { Work } from '../kernel/work.ts';
import { createAccount } from '../resources/account/create.ts';
import { forgetAccount } from '../resources/account/end.ts';
import type { StoredAccount } from '../resources/account/stored.ts';
import { clientIdOf } from '../resources/application/connection.ts';
import { type Grant, newGrant, refreshed, spendCode } from '../resources/application/grant.ts';
import { readParams } from './body.ts';
import { readCredentials } from './credentials.ts';

const nobody = { id: null, idempotency_key: null };

/** OAuth's own shape of errors: `error` is a word. */
class OAuthError extends Error {
  readonly status: 400 | 401;
  readonly code: string;
  constructor(code: string, description: string, status: 400 | 401 = 400) {
    super(description);
    this.code = code;
    this.status = status;
  }
}

type Answer = (work: Work, params: Params, sandbox: Sandbox) => Promise<object>;

const text = (params: Params, name: string): string | undefined =>
  typeof params[name] === 'string' && params[name] !== '' ? params[name] : undefined;

function tokenOf({ account, refresh_token, scope }: Grant, sandbox: Sandbox): object {
  return {
    // Keys name sandboxes here, so that this one is the platform's: it acts on the account with `Stripe-Account`.
    access_token: `sk_test_${sandbox.name}`,
    livemode: false,
    refresh_token,
    scope,
    stripe_publishable_key: `pk_test_${sandbox.name}`,
    stripe_user_id: account,
    token_type: 'bearer',
  };
}

const refusedCodes = {
  unknown: (code: string) => `Authorization code does not exist: ${code}`,
  expired: (code: string) => `Authorization code expired: ${code}`,
  used: () => 'This authorization code has already been used. All tokens issued with this code have been revoked.',
} as const;

const token: Answer = async (work, params, sandbox) => {
  const grantType = text(params, 'grant_type');
  if (grantType === undefined) throw new OAuthError('invalid_request', 'No grant type specified');
  if (grantType === 'authorization_code') {
    const code = text(params, 'code');
    if (code === undefined) throw new OAuthError('invalid_request', 'No authorization code provided');
    const spent = await spendCode(work, code);
    if (typeof spent === 'string') throw new OAuthError('invalid_grant', refusedCodes[spent](code));
    return tokenOf(spent, sandbox);
  }
  if (grantType === 'refresh_token') {
    const sent = text(params, 'refresh_token');
    if (sent === undefined) throw new OAuthError('invalid_request', 'No refresh token provided');
    const grant = await refreshed(work, sent);
    if (grant === undefined) throw new OAuthError('invalid_grant', `Refresh token does not exist: ${sent}`);
    return tokenOf(grant, sandbox);
  }
  throw new OAuthError('unsupported_grant_type', `Unsupported grant type: ${grantType}`);
};

/** Programs are configured with the id of their real application, so that every `ca_...` is taken. */
function checkClient(id: string | undefined): void {
  if (id === undefined) throw new OAuthError('invalid_request', 'No client_id specified');
  if (!/^ca_\w+$/.test(id)) throw new OAuthError('invalid_client', `No such application: '${id}'`, 401);
}

const deauthorize: Answer = async (work, params) => {
  const client = text(params, 'client_id');
  checkClient(client);
  const id = text(params, 'stripe_user_id');
  if (id === undefined) throw new OAuthError('invalid_request', 'No stripe_user_id specified');
  const account = id === work.platform ? undefined : await work.get<StoredAccount>('account', id);
  if (account === undefined)
    throw new OAuthError(
      'invalid_client',
      `This application is not connected to stripe account ${id}, or that account does not exist.`,
      401,
    );
  const { controller } = account;
  if (!account.by_oauth && controller?.is_controller && controller.stripe_dashboard?.type !== 'full')
    throw new OAuthError(
      'no_deauth_on_controlled_account',
      'This account is controlled by the application: delete it instead of disconnecting it.',
    );
  await forgetAccount(work, account);
  return { stripe_user_id: id };
};

/** The key stands in the header, or in `client_secret`. */
function sandboxOf(engine: Engine, header: string | undefined, params: Params): Sandbox {
  const secret = text(params, 'client_secret');
  const credentials = readCredentials(header ?? (secret === undefined ? undefined : `Bearer ${secret}`));
  if (credentials.kind === 'publishable')
    throw new OAuthError('invalid_client', 'A secret key is needed, not a publishable one.', 401);
  return engine.sandbox(credentials.sandbox);
}

async function answer(engine: Engine, request: Request, run: Answer): Promise<Response> {
  try {
    const params = await readParams(request, (name) => request.headers.get(name));
    const sandbox = sandboxOf(engine, request.headers.get('authorization') ?? undefined, params);
    await sandbox.settling;
    const body = await engine.transaction(sandbox, nobody, (unit) => run(unit.work(sandbox.platform), params, sandbox));
    return Response.json(body);
  } catch (error) {
    if (error instanceof OAuthError)
      return Response.json({ error: error.code, error_description: error.message }, { status: error.status });
    if (!(error instanceof StripeError)) throw error;
    const code = error.status === 401 ? 'invalid_client' : 'invalid_request';
    return Response.json({ error: code, error_description: error.message }, { status: error.status });
  }
}

/** The sandbox whose platform has this client id; the only one there is, for the id of a real application. */
function sandboxOfClient(engine: Engine, client: string): Sandbox | undefined {
  const all = engine.sandboxNames().map((name) => engine.sandbox(name));
  const named = all.find(({ platform }) => clientIdOf(platform) === client);
  return named ?? (all.length === 1 && /^ca_\w+$/.test(client) ? all[0] : undefined);
}

/** An account with Stripe's own dashboard that was connected, and not created, stays its owner's. */
async function disown(work: Work, id: string): Promise<void> {
  const account = await work.find<StoredAccount>('account', id, 'account');
  await work.update(account, { by_oauth: true });
}

/** Nobody logs in: a new, verified account says yes, and the browser goes back with its code. */
async function authorize(engine: Engine, request: Request, type: 'standard' | 'express'): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const query: Params = Object.fromEntries(searchParams);
  const back = text(query, 'redirect_uri');
  const sandbox = sandboxOfClient(engine, text(query, 'client_id') ?? '');
  if (sandbox === undefined)
    return Response.json(
      { error: 'invalid_client', error_description: `No such application: '${text(query, 'client_id') ?? ''}'` },
      { status: 401 },
    );
  if (back === undefined || !URL.canParse(back) || !/^https?:$/.test(new URL(back).protocol))
    return Response.json(
      { error: 'invalid_redirect_uri', error_description: 'A redirect_uri with http or https is needed.' },
      { status: 400 },
    );
  const url = new URL(back);
  const state = text(query, 'state');
  if (state !== undefined) url.searchParams.set('state', state);
  const scope = text(query, 'scope') ?? 'read_only';
  if (text(query, 'response_type') !== 'code') url.searchParams.set('error', 'unsupported_response_type');
  else if (scope !== 'read_write' && scope !== 'read_only') url.searchParams.set('error', 'invalid_scope');
  else {
    await sandbox.settling;
    const code = await engine.transaction(sandbox, nobody, async (unit) => {
      const work = unit.work(sandbox.platform);
      const account = await createAccount({ work, params: { type }, ids: {}, targets: [] });
      await work.perform(account, 'onboard');
      await work.perform(account, 'verify');
      if (type === 'standard') await disown(work, account.id);
      return (await newGrant(work, account.id, scope)).id;
    });
    url.searchParams.set('scope', scope);
    url.searchParams.set('code', code);
  }
  return Response.redirect(url.href, 302);
}

export function addOAuth(app: Hono, engine: Engine): void {
  app.post('/oauth/token', (c) => answer(engine, c.req.raw, token));
  app.post('/oauth/deauthorize', (c) => answer(engine, c.req.raw, deauthorize));
  app.get('/oauth/authorize', (c) => authorize(engine, c.req.raw, 'standard'));
  app.get('/express/oauth/authorize', (c) => authorize(engine, c.req.raw, 'express'));
}
