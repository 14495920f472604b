import { isHash, type Params } from '../kernel/params.ts';
import type { VersionChange } from './change.ts';

const synchronous = { capture_method: 'automatic' };

/** https://docs.stripe.com/changelog/2024-04-10/automatic-sync-default-paymentintents */
function captureOf(operation: string, upgrade: (params: Params) => Params): VersionChange {
  return {
    version: '2024-04-10',
    description:
      '`capture_method` of PaymentIntents, those of Checkout included, is `automatic_async` where nothing is said; before, it was `automatic`.',
    operations: new Set([operation]),
    upgrade: (params, asked) => (asked === undefined ? params : upgrade(params)),
  };
}

export const asynchronousCapture = captureOf('paymentIntents.create', (params) => ({ ...synchronous, ...params }));

export const asynchronousCheckout = captureOf('checkout.sessions.create', (params) => {
  const { mode, payment_intent_data: data = {} } = params;
  return mode === 'payment' && isHash(data) ? { ...params, payment_intent_data: { ...synchronous, ...data } } : params;
});
