import { andThen, together } from '../kernel/awaitable.ts';
import type { VersionChange } from './change.ts';

/** https://docs.stripe.com/changelog/2022-11-15: versions before are served as the oldest described, but for this. */
export const chargesOfIntents: VersionChange = {
  version: '2022-11-15',
  description:
    'PaymentIntents name their `latest_charge` and no longer list `charges`; `refunds` of a charge come only when expanded.',
  objects: {
    charge: (draft, read) =>
      draft.refunds !== undefined || typeof draft.id !== 'string'
        ? undefined
        : andThen(read.older('charge', draft.id, { refunds: {} }), (whole) => {
            if (whole?.refunds !== undefined) draft.refunds = whole.refunds;
          }),
    payment_intent(draft, read) {
      const { id } = draft;
      if (typeof id !== 'string') return undefined;
      return andThen(read.list('charge', { payment_intent: id }), (charges) =>
        andThen(together(charges.map((charge) => read.older('charge', String(charge.id)))), (data) => {
          const url = `/v1/charges?payment_intent=${id}`;
          draft.charges = { object: 'list', data, has_more: false, total_count: data.length, url };
        }),
      );
    },
  },
};
