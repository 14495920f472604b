/** Where the payer goes on: https://docs.stripe.com/payments/3d-secure/authentication-flow */
import type { StoredObject, Work } from '../kernel/work.ts';
import type { Intent } from './intent.ts';

interface ChallengeEvent extends StoredObject {
  readonly data: { readonly object: Intent };
}

/** Never led to: they would run something in this page instead of leaving it. */
const unsafe = new Set(['about:', 'blob:', 'data:', 'file:', 'javascript:', 'vbscript:']);

/**
 * The `return_url` of the last challenge. The intent shows it only while the challenge is open; its event still does
 * when the page is opened, or its button pressed, once more.
 */
export async function returnUrl(work: Work, intent: Intent): Promise<string | undefined> {
  const { next_action: nextAction = null } = intent.next_action === null ? await lastChallenge(work, intent) : intent;
  const sent = nextAction?.redirect_to_url?.return_url ?? intent.return_url;
  // An address of an app (`shop://paid`) is as good as one of a site.
  const url = sent && URL.canParse(sent) ? new URL(sent) : undefined;
  return url === undefined || unsafe.has(url.protocol) ? undefined : url.href;
}

async function lastChallenge(work: Work, { id, object }: Intent): Promise<Partial<Intent>> {
  const [event] = await work.list<ChallengeEvent>('event', {
    where: { type: `${object}.requires_action` },
    filter: (row) => (row as ChallengeEvent).data.object.id === id,
    limit: 1,
  });
  return event?.data.object ?? {};
}

type RedirectStatus = 'succeeded' | 'failed';

export function redirectStatus({ status }: Intent): RedirectStatus {
  return status === 'requires_payment_method' || status === 'canceled' ? 'failed' : 'succeeded';
}

/** `return_url` with Stripe's parameters behind its own. */
export function wayBack(url: string, intent: Intent): string {
  const { id, object, client_secret: secret } = intent;
  const added = new URLSearchParams({
    [object]: id,
    [`${object}_client_secret`]: secret ?? '',
    redirect_status: redirectStatus(intent),
  });
  const [address = '', ...fragment] = url.split('#');
  const tail = fragment.length === 0 ? '' : `#${fragment.join('#')}`;
  return `${address}${address.includes('?') ? '&' : '?'}${added}${tail}`;
}
