import type { Shown } from '../kernel/reader.ts';
import { type VersionChange, value } from './change.ts';

/** https://docs.stripe.com/changelog/basil/2025-03-31/checkout-session-remove-shipping-details */
export const shippingOfSessions: VersionChange = {
  version: '2025-03-31.basil',
  description:
    'Where a Checkout Session ships to stands in `collected_information`; before, in `shipping_details`, with a phone and a carrier.',
  restores: {
    'checkout.session': {
      shipping_details: value,
      'collected_information.shipping_details.carrier': value,
      'collected_information.shipping_details.phone': value,
      'collected_information.shipping_details.tracking_number': value,
    },
  },
  objects: {
    'checkout.session'(draft) {
      const collected = draft.collected_information as Shown | null | undefined;
      const shipping = (collected?.shipping_details ?? null) as Shown | null;
      const older = shipping && { ...shipping, carrier: null, phone: null, tracking_number: null };
      draft.shipping_details = older;
      if (collected != null) draft.collected_information = { ...collected, shipping_details: older };
    },
  },
};
