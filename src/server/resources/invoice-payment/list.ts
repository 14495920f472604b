import type Stripe from 'stripe';
import { pageQuery } from '../../kernel/page.ts';
import type { Call, ListResult } from '../../kernel/work.ts';

export async function listInvoicePayments({
  work,
  params,
}: Call<Stripe.InvoicePaymentListParams>): Promise<ListResult> {
  const { invoice, payment, status } = params;
  const where = {
    ...(invoice !== undefined && { invoice }),
    ...(status !== undefined && { status }),
    ...(payment?.payment_intent !== undefined && { intent: payment.payment_intent }),
    // Payment records are not modelled: none is on any invoice.
    ...(payment?.payment_record !== undefined && { payment_record: payment.payment_record }),
  };
  return work.page(['invoice_payment'], { ...pageQuery(params), where }, '/v1/invoice_payments');
}
