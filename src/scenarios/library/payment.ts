/** Payments by card. */
import type { CallStep, Step } from '../scenario.ts';

type Call = CallStep['call'];
type Params = Readonly<Record<string, unknown>>;

const payment = (params: Params): Call => ({ method: 'POST', path: '/v1/payment_intents', params });

/** `params` over a plain payment. */
export const paymentCall = (params: Params): Call =>
  payment({
    amount: 5000,
    capture_method: 'automatic',
    confirm: true,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    ...params,
  });

export const paid = (name: string, says: string, params: Params): Step => ({ name, says, call: paymentCall(params) });

/** What the steps `customer` and `intent` saved pays while its holder is away. */
export const offSessionCall = (params: Params = {}): Call =>
  payment({
    amount: 1200,
    currency: 'usd',
    customer: '${customer:id}',
    payment_method: '${intent:payment_method}',
    allowed_payment_method_types: ['card'],
    confirm: true,
    off_session: true,
    ...params,
  });
