/** Stripe's signature scheme: https://docs.stripe.com/webhooks#verify-manually */
import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` of a payload sent at `timestamp` (Unix seconds): one `v1` for each secret that is still valid. */
export function signatureHeader(payload: string, secrets: readonly string[], timestamp: number): string {
  let header = `t=${timestamp}`;
  for (const secret of secrets) {
    // The whole `whsec_...` text is the key, its prefix included.
    header += `,v1=${createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')}`;
  }
  return header;
}
