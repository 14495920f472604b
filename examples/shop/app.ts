/**
 * A small shop: the app under test. It takes payments, verifies Stripe's webhooks, keeps a ledger, and answers disputes.
 * Nothing in it knows of the emulator: point `host`, `port` and `protocol` at Stripe and it is a real one.
 */
import { Hono } from 'hono';
import type Stripe from 'stripe';
import { Ledger } from './ledger.ts';
import { receiptPdf } from './receipt.ts';

export interface ShopOptions {
  readonly stripe: Stripe;
  /** The signing secret of the webhook endpoint, `whsec_...`. */
  readonly webhookSecret: string;
}

interface Order {
  readonly product: string;
  /** In cents. */
  readonly price: number;
  readonly payment_method: string;
}

export function createShop({ stripe, webhookSecret }: ShopOptions): Hono {
  const app = new Hono();
  let ledger = new Ledger();

  app.post('/orders', async (c) => {
    const { product, price, payment_method } = await c.req.json<Order>();
    const intent = await stripe.paymentIntents.create({
      amount: price,
      currency: 'usd',
      description: product,
      payment_method,
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    return c.json({ id: intent.id, status: intent.status });
  });

  app.post('/webhooks', async (c) => {
    let event: Stripe.Event;
    try {
      const signature = c.req.header('stripe-signature') ?? '';
      event = await stripe.webhooks.constructEventAsync(await c.req.text(), signature, webhookSecret);
    } catch {
      return c.json({ error: 'wrong signature' }, 400);
    }
    if (ledger.isNew(event.id)) ledger.record(event);
    return c.json({ received: true });
  });

  /** The staff prepares the answer: the receipt as a PDF, and what the customer ordered. */
  app.post('/disputes/:id/evidence', async (c) => {
    const dispute = await stripe.disputes.retrieve(c.req.param('id'));
    const product = dispute.evidence.product_description ?? 'an order';
    const file = await stripe.files.create({
      purpose: 'dispute_evidence',
      file: { data: receiptPdf(product, dispute.amount), name: 'receipt.pdf', type: 'application/pdf' },
    });
    const staged = await stripe.disputes.update(dispute.id, {
      evidence: { receipt: file.id, product_description: product },
      submit: false,
    });
    return c.json({ id: staged.id, status: staged.status, receipt: file.id });
  });

  /** The staff sends the answer off, with its own words. */
  app.post('/disputes/:id/submit', async (c) => {
    const { statement } = await c.req.json<{ statement: string }>();
    const submitted = await stripe.disputes.update(c.req.param('id'), {
      evidence: { uncategorized_text: statement },
      submit: true,
    });
    return c.json({ id: submitted.id, status: submitted.status });
  });

  app.get('/ledger', (c) => c.json(ledger.summary()));

  /** For tests: as if nothing had ever been sold. */
  app.post('/ledger/empty', (c) => {
    ledger = new Ledger();
    return c.json(ledger.summary());
  });

  return app;
}
