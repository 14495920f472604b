import type { Context } from 'hono';
import { readCredentials } from '../http/credentials.ts';
import { StripeError } from '../kernel/errors.ts';
import type { SandboxHandle } from '../sandbox-handle.ts';
import type { ControlParts } from './control.ts';

/** The sandbox of the key sent, the default one when none is. Throws the API's 401 for a live or unreadable key. */
export function sandboxOf(c: Context, emulator: ControlParts): SandboxHandle {
  const authorization = c.req.header('authorization');
  return emulator.sandbox(authorization === undefined ? undefined : readCredentials(authorization).key);
}

/** The account that `Stripe-Account` names, the platform when it is not sent. Throws a 403 for one that is not there. */
export async function accountOf(c: Context, sandbox: SandboxHandle): Promise<string> {
  const named = c.req.header('stripe-account');
  if (named === undefined || named === sandbox.account) return sandbox.account;
  if (await sandbox.hasAccount(named)) return named;
  throw new StripeError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The sandbox of '${sandbox.key}' has no connected account '${named}'.`,
  });
}
