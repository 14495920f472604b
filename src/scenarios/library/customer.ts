/** Who buys in the stories: a step named `customer`. */
import type { Step } from '../scenario.ts';

/** `params` over name and address. */
export const customer = (says: string, params: Readonly<Record<string, unknown>> = {}): Step => ({
  name: 'customer',
  says,
  call: {
    method: 'POST',
    path: '/v1/customers',
    params: { name: 'Jenny Rosen', email: 'jenny@example.com', ...params },
  },
});

/** A card on file, for whatever falls due. */
export const withCard = {
  payment_method: 'pm_card_visa',
  invoice_settings: { default_payment_method: 'pm_card_visa' },
};
