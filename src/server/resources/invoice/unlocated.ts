/** Invoices with automatic taxes whose customer nobody can place: https://docs.stripe.com/tax/customer-locations */
import type Stripe from 'stripe';
import { StripeError } from '../../kernel/errors.ts';
import { Refusal, type Work } from '../../kernel/work.ts';
import { unknownLocation } from '../tax-calculation/automatic.ts';
import { freshFields } from './refresh.ts';
import type { StoredInvoice } from './stored.ts';

const unplaced = ({ automatic_tax: { enabled, status } }: StoredInvoice): boolean => enabled && status !== 'complete';

export function checkLocation(invoice: StoredInvoice): void {
  if (unplaced(invoice)) throw unknownLocation();
}

/** What stopped the finalization stays on record; the clock does not try again. */
export async function recordingFailure(
  work: Work,
  draft: StoredInvoice,
  finalization: Promise<StoredInvoice>,
): Promise<StoredInvoice | Refusal> {
  try {
    return await finalization;
  } catch (error) {
    if (!(error instanceof StripeError) || error.details.code !== unknownLocation().details.code) throw error;
    const { code, message, type } = error.details;
    const at = draft.automatically_finalizes_at;
    await work.update<StoredInvoice>(draft, {
      automatically_finalizes_at: at !== null && at <= work.now ? null : at,
      finalization_failures: draft.finalization_failures + 1,
      last_finalization_error: { code, message, type } as StoredInvoice['last_finalization_error'],
    });
    return new Refusal(error);
  }
}

/** Invoices of subscriptions go on without taxes, and the subscription too. */
export async function withoutUnknownTaxes(work: Work, draft: StoredInvoice): Promise<StoredInvoice> {
  const id = draft.parent?.subscription_details?.subscription;
  if (!draft.automatic_tax.enabled || typeof id !== 'string') return draft;
  const fresh = { ...draft, ...(await freshFields(work, draft)) };
  if (!unplaced(fresh)) return draft;
  const disabled = { enabled: false, liability: null } as const;
  const subscription = await work.get<Stripe.Subscription>('subscription', id);
  if (subscription !== undefined)
    await work.update<Stripe.Subscription>(subscription, {
      automatic_tax: { ...disabled, disabled_reason: 'requires_location_inputs' },
    });
  return work.update<StoredInvoice>(draft, {
    automatic_tax: {
      ...disabled,
      disabled_reason: 'finalization_requires_location_inputs',
      provider: null,
      status: null,
    },
  });
}
