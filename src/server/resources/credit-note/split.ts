/** Which part of a credit note lowers what is still to be paid, and where the rest goes. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { formatAmount } from '../charge/currencies.ts';
import type { StoredInvoice } from '../invoice/stored.ts';

type Params = Pick<Stripe.CreditNoteCreateParams, 'refund_amount' | 'refunds' | 'credit_amount' | 'out_of_band_amount'>;

interface LinkedRefund {
  readonly refund: string;
  readonly amount: number;
}

export interface Split {
  /** Lowers what remains to be paid. */
  readonly pre: number;
  /** Given back. */
  readonly post: number;
  readonly refund: number;
  readonly linked: readonly LinkedRefund[];
  readonly credit: number;
  readonly outOfBand: number | null;
}

export function noteType({ pre, post }: Split): Stripe.CreditNote['type'] {
  if (post === 0) return 'pre_payment';
  return pre === 0 ? 'post_payment' : 'mixed';
}

/** What can still be credited of the invoice. */
function creditable(invoice: StoredInvoice): number {
  return invoice.total - invoice.pre_payment_credit_notes_amount - invoice.post_payment_credit_notes_amount;
}

async function linkedRefunds(work: Work, sent: Params['refunds']): Promise<LinkedRefund[]> {
  const linked: LinkedRefund[] = [];
  for (const [at, each] of (sent ?? []).entries()) {
    if (each.type === 'payment_record_refund')
      throw errors.invalid('This emulator keeps no payment records.', `refunds[${at}][type]`);
    if (each.refund === undefined) throw errors.parameterMissing(`refunds[${at}][refund]`);
    const refund = await work.find<Stripe.Refund>('refund', each.refund, `refunds[${at}][refund]`);
    const amount = each.amount_refunded ?? refund.amount;
    if (amount < 1) throw errors.tooSmall(`refunds[${at}][amount_refunded]`, 1);
    if (amount > refund.amount) {
      throw errors.invalid(
        `The amount_refunded (${amount}) is greater than the amount of the refund (${refund.amount}).`,
        `refunds[${at}][amount_refunded]`,
      );
    }
    linked.push({ refund: refund.id, amount });
  }
  return linked;
}

function checkAmounts(params: Params): void {
  for (const name of ['refund_amount', 'credit_amount', 'out_of_band_amount'] as const)
    if ((params[name] ?? 0) < 0) throw errors.invalid('Invalid non-negative integer', name);
}

/** A preview that names no split is not asked for one. */
export async function splitOf(
  work: Work,
  invoice: StoredInvoice,
  total: number,
  params: Params,
  isPreview: boolean,
): Promise<Split> {
  checkAmounts(params);
  const { currency } = invoice;
  const pre = invoice.status === 'paid' ? 0 : Math.min(total, invoice.amount_remaining);
  const post = total - pre;
  const linked = await linkedRefunds(work, params.refunds);
  const refund = params.refund_amount ?? 0;
  const credit = params.credit_amount ?? 0;
  const outOfBand = params.out_of_band_amount ?? null;
  const sum = refund + credit + (outOfBand ?? 0) + linked.reduce((all, { amount }) => all + amount, 0);
  if (sum !== post && !(isPreview && sum === 0)) {
    throw errors.invalid(
      `The sum of refunds, credit amount, and out of band amount (${formatAmount(sum, currency)}) must equal the credit note post_payment_amount (${formatAmount(post, currency)}).`,
    );
  }
  const most = creditable(invoice);
  if (total > most) {
    throw errors.invalid(
      `The credit note amount (${formatAmount(total, currency)}) is greater than the maximum amount that can be credited on this invoice (${formatAmount(Math.max(0, most), currency)}).`,
      'amount',
    );
  }
  return { pre, post, refund, linked, credit, outOfBand };
}
