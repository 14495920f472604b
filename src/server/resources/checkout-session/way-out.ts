/** What a submitted session waits for. */
import type { Work } from '../../kernel/work.ts';
import type { StoredInvoice } from '../invoice/stored.ts';
import type { StoredSubscription } from '../subscription/stored.ts';
import type { StoredSession } from './stored.ts';

/** What PaymentIntents and SetupIntents have in common. */
interface Waiting {
  readonly id: string;
  readonly object: string;
  readonly next_action: object | null;
  readonly last_payment_error?: { readonly message?: string } | null;
  readonly last_setup_error?: { readonly message?: string } | null;
}

/** Of subscription mode, that of the first invoice. */
async function intentOf(work: Work, session: StoredSession): Promise<Waiting | undefined> {
  const { payment_intent, setup_intent, pending_subscription } = session;
  if (setup_intent !== null) return work.get<Waiting>('setup_intent', setup_intent);
  if (payment_intent !== null) return work.get<Waiting>('payment_intent', payment_intent);
  if (pending_subscription === null) return undefined;
  const subscription = await work.get<StoredSubscription>('subscription', pending_subscription);
  const invoice = await work.get<StoredInvoice>('invoice', subscription?.latest_invoice ?? '');
  return work.get<Waiting>('payment_intent', invoice?.intent ?? '');
}

const addresses = ['url', 'hosted_instructions_url', 'hosted_verification_url'] as const;

/** The page where the customer goes on: of the bank that asks the cardholder, of a wallet, of a lender. */
export async function wayOut(work: Work, session: StoredSession): Promise<string | undefined> {
  const intent = await intentOf(work, session);
  for (const hash of Object.values(intent?.next_action ?? {})) {
    if (typeof hash !== 'object' || hash === null) continue;
    for (const name of addresses) {
      const url = (hash as Readonly<Record<string, unknown>>)[name];
      if (typeof url === 'string') return url;
    }
  }
  return undefined;
}

/** What the last attempt said. */
export async function lastProblem(work: Work, session: StoredSession): Promise<string | undefined> {
  const intent = await intentOf(work, session);
  return intent?.last_payment_error?.message ?? intent?.last_setup_error?.message;
}
