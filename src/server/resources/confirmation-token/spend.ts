/** Confirming an intent with a token: as if its contents had been sent. */
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import type { StoredConfirmationToken } from './stored.ts';

interface Sent {
  readonly confirmation_token?: string | undefined;
  readonly payment_method?: string | undefined;
  readonly payment_method_data?: object | undefined;
  readonly return_url?: string | undefined;
}

interface Intent {
  readonly id: string;
  readonly object: 'payment_intent' | 'setup_intent';
}

const param = 'confirmation_token';

async function find(work: Work, id: string): Promise<StoredConfirmationToken> {
  const token = await work.find<StoredConfirmationToken>('confirmation_token', id, param);
  if (token.payment_intent !== null || token.setup_intent !== null) {
    throw errors.invalid(
      `The ConfirmationToken ${id} was already used to confirm an intent. Please create a new ConfirmationToken.`,
      param,
    );
  }
  if (token.expires_at !== null && token.expires_at <= work.now)
    throw errors.invalid(`The ConfirmationToken ${id} has expired. Please create a new ConfirmationToken.`, param);
  return token;
}

/** A token brings its own payment method. */
export function checkAlone(sent: Sent): void {
  if (sent.confirmation_token === undefined) return;
  const also = (['payment_method', 'payment_method_data'] as const).filter((name) => sent[name] !== undefined);
  if (also.length > 0) throw errors.exclusive([param, ...also]);
}

/** The parameters with what the token holds; those of the request win. The token is used up. */
export async function withToken<P extends Sent>(work: Work, sent: P, intent: Intent): Promise<P> {
  const { confirmation_token: id = '', ...rest } = sent;
  checkAlone(sent);
  const token = await find(work, id);
  const { method, saved, return_url, setup_future_usage, shipping, mandate_data } = token;
  if (!saved) await work.insert(method);
  await work.update<StoredConfirmationToken>(token, { [intent.object]: intent.id });
  const isPayment = intent.object === 'payment_intent';
  return {
    ...(isPayment && setup_future_usage !== null && { setup_future_usage }),
    ...(isPayment && shipping !== null && { shipping }),
    ...(mandate_data && { mandate_data }),
    ...(return_url !== null && { return_url }),
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    payment_method: method.id,
  } as unknown as P;
}
