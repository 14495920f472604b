/** Invoices that are made, finalized and charged in one stroke, as the first one of a subscription is. */
import type Stripe from 'stripe';
import { Refusal, type Work } from '../../kernel/work.ts';
import type { StoredPayment } from '../invoice-payment/stored.ts';
import { pay } from '../payment-intent/pay.ts';
import type { OnPage } from '../payment-intent/payment.ts';
import type { StoredIntent } from '../payment-intent/stored.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { useCredits } from './credits.ts';
import { settleCurrency } from './customer.ts';
import { amountDue, bookFinal, finalFields, finalize, readyToFinalize } from './finalize.ts';
import { createIntent, linkPayment, openPayments } from './intent.ts';
import { freshFields } from './refresh.ts';
import { firstRetry } from './retries.ts';
import type { StoredInvoice } from './stored.ts';
import { checkLocation } from './unlocated.ts';

export interface Issued {
  readonly invoice: StoredInvoice;
  /** Why it was not paid, where somebody tried. */
  readonly refusal?: Refusal;
  /** A bank takes its time to pay it. */
  readonly processing?: boolean;
}

interface Issue {
  /** Charged at once; without one the invoice stays open. */
  readonly method?: StoredPaymentMethod | undefined;
  /** Whether the clock tries again when the payment fails. */
  readonly retries?: boolean;
  /** Where a page takes the payment. */
  readonly onPage?: OnPage | undefined;
}

function attempted(
  work: Work,
  outcome: StoredIntent | Refusal,
  amount: number,
  retries: boolean,
  final: Partial<StoredInvoice>,
): Partial<StoredInvoice> {
  const tried = { attempt_count: 1, attempted: true };
  // A bank takes its time, and nobody tries again meanwhile.
  if (!(outcome instanceof Refusal) && outcome.status === 'processing')
    return { attempted: true, auto_advance: retries, next_payment_attempt: null };
  if (outcome instanceof Refusal || outcome.status !== 'succeeded') {
    const failed = { auto_advance: retries, failures: 1, next_payment_attempt: retries ? work.now + firstRetry : null };
    return { ...tried, ...failed, actions: outcome instanceof Refusal ? 0 : 1 };
  }
  return {
    ...tried,
    amount_paid: amount,
    amount_remaining: 0,
    auto_advance: false,
    next_payment_attempt: null,
    settled: 'charge',
    ...(final.status_transitions && { status_transitions: { ...final.status_transitions, paid_at: work.now } }),
  };
}

async function pays(
  work: Work,
  fresh: StoredInvoice,
  method: StoredPaymentMethod,
  onPage?: OnPage,
): Promise<{ intent: StoredIntent; outcome: StoredIntent | Refusal }> {
  const intent = await createIntent(work, fresh, amountDue(fresh).amount_due);
  const outcome: StoredIntent | Refusal = await pay(await work.at(intent), intent, method, {
    action: 'confirm',
    patch: {},
    ...onPage,
  });
  return { intent, outcome };
}

/** The payment comes first, and the invoice is told of with its outcome: so does Stripe. */
async function charge(
  work: Work,
  fresh: StoredInvoice,
  method: StoredPaymentMethod,
  { retries, onPage }: { retries: boolean; onPage: OnPage | undefined },
): Promise<Issued> {
  const { intent, outcome } = await pays(work, fresh, method, onPage);
  return record(work, fresh, intent, outcome, retries);
}

/** Stores the invoice as it is after the attempt to pay it. */
async function record(
  work: Work,
  fresh: StoredInvoice,
  intent: StoredIntent,
  outcome: StoredIntent | Refusal,
  retries: boolean,
  patch: Partial<StoredInvoice> = {},
): Promise<Issued> {
  await settleCurrency(
    work,
    await work.find<Stripe.Customer>('customer', fresh.customer ?? '', 'customer'),
    fresh.currency,
  );
  const draft = await work.insert<StoredInvoice>(fresh);
  return close(work, draft, fresh, { intent, outcome, retries, patch });
}

interface Attempt {
  readonly intent: StoredIntent;
  readonly outcome: StoredIntent | Refusal;
  readonly retries: boolean;
  readonly patch?: Partial<StoredInvoice>;
}

/** Finalizes a stored draft with what became of its payment, in one change. */
async function close(
  work: Work,
  draft: StoredInvoice,
  fresh: StoredInvoice,
  { intent, outcome, retries, patch = {} }: Attempt,
): Promise<Issued> {
  const due = amountDue(fresh);
  const booked = await bookFinal(work, fresh, due);
  const final = finalFields(work, fresh, due, intent);
  const invoice = await work.act<StoredInvoice>(draft, 'finalize', {
    ...patch,
    ...booked,
    ...final,
    ...attempted(work, outcome, due.amount_due, retries, final),
  });
  if (outcome instanceof Refusal) return { invoice, refusal: outcome };
  if (invoice.status === 'paid') {
    for (const payment of await openPayments(work, invoice)) {
      const paid = { amount_paid: due.amount_due, settled_at: work.now };
      await work.act<StoredPayment>(payment, 'pay', paid);
    }
  }
  return { invoice, processing: outcome.status === 'processing' };
}

/** Somebody pays a draft. Stripe tells that it was finalized after all the rest. */
export async function payDraft(
  work: Work,
  draft: StoredInvoice,
  methodOf: () => Promise<StoredPaymentMethod>,
): Promise<Issued> {
  const { fresh, changes } = await readyToFinalize(work, draft);
  if (amountDue(fresh).amount_due === 0) return { invoice: await finalize(work, draft) };
  const retries = fresh.auto_advance === true && fresh.collection_method === 'charge_automatically';
  const { intent, outcome } = await pays(work, fresh, await methodOf());
  return close(work, draft, fresh, { intent, outcome, retries, patch: { ...changes, paid_as_draft: true } });
}

/** What `intent` has paid already goes out by mail. `draft` has its lines and is not stored. */
export async function issuePaid(work: Work, draft: StoredInvoice, intent: StoredIntent): Promise<StoredInvoice> {
  const fresh = { ...draft, ...(await freshFields(work, draft)) };
  await linkPayment(work, fresh, intent, intent.amount);
  return (await record(work, fresh, intent, intent, false, { sends: 1 })).invoice;
}

/** `draft` has its lines and is not stored. */
export async function issue(
  work: Work,
  draft: StoredInvoice,
  { method, retries = false, onPage }: Issue = {},
): Promise<Issued> {
  const fresh = { ...draft, ...(await freshFields(work, draft)) };
  checkLocation(fresh);
  if (method !== undefined && amountDue(fresh).amount_due > 0) {
    const credited = { ...fresh, ...(await useCredits(work, fresh)) };
    if (amountDue(credited).amount_due > 0) return charge(work, credited, method, { retries, onPage });
  }
  const stored = await work.insert<StoredInvoice>(fresh);
  return { invoice: await finalize(work, stored, { autoAdvance: retries }) };
}
