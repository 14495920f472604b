/** Reviews of payments: https://docs.stripe.com/radar/reviews */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, StoredObject, Work } from '../../kernel/work.ts';
import { makes } from './happening.ts';

type Review = Stripe.Review & StoredObject;
type Charge = Stripe.Charge & StoredObject;

async function close(work: Work, review: Review, reason: Review['closed_reason'] & string): Promise<StoredObject> {
  if (!review.open) throw errors.invalid(`Review ${review.id} is already closed.`);
  return work.update<Review>(review, { closed_reason: reason, open: false, reason });
}

const approve = ({ work, targets }: Call<object>): Promise<StoredObject> =>
  close(work, targets[0] as Review, 'approved');

export const review = defineResource<Review>('review', {
  outline: true,
  events: [
    on.create('review.opened'),
    on.change<Review>('review.closed', (before, after) => before.open && !after.open),
  ],
  operations: { 'reviews.approve': approve },
  arisesFrom: {
    charge: {
      open_review: makes<Charge, Review>('review', ({ id, payment_intent: intent }) => ({
        charge: id,
        ...(typeof intent === 'string' && { payment_intent: intent }),
        open: true,
        opened_reason: 'rule',
        reason: 'rule',
      })),
    },
  },
  outside: {
    approve: (work, review) => close(work, review, 'approved'),
    dispute: (work, review) => close(work, review, 'disputed'),
    refund_as_fraud: (work, review) => close(work, review, 'refunded_as_fraud'),
  },
});
