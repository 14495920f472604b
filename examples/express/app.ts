/**
 * An order desk on Express with the official library: the app under test. Nothing in it knows of the emulator: its address
 * comes from the environment, as that of Stripe would.
 */
import express, { type Express } from 'express';
import type Stripe from 'stripe';

export interface AppOptions {
  readonly stripe: Stripe;
  /** The signing secret of the webhook endpoint, `whsec_...`. */
  readonly webhookSecret: string;
}

interface Order {
  readonly id: string;
  readonly amount: number;
  readonly status: 'pending' | 'paid' | 'refunded';
}

/** Webhooks may overtake each other: an order never goes back. */
const rank = { pending: 0, paid: 1, refunded: 2 } as const;

export function createApp({ stripe, webhookSecret }: AppOptions): Express {
  const app = express();
  const orders = new Map<string, Order>();

  function advance(id: string, status: Order['status'], amount: number): void {
    const known = orders.get(id);
    if (known === undefined || rank[known.status] < rank[status]) orders.set(id, { id, amount, status });
  }

  // The signature is over the bytes as they came: this route reads the body itself, before any other does.
  app.post('/webhooks', express.raw({ type: 'application/json' }), async (request, response) => {
    let event: Stripe.Event;
    try {
      const signature = request.headers['stripe-signature'] ?? '';
      event = await stripe.webhooks.constructEventAsync(request.body, signature, webhookSecret);
    } catch {
      response.status(400).json({ error: 'wrong signature' });
      return;
    }
    if (event.type === 'payment_intent.succeeded') advance(event.data.object.id, 'paid', event.data.object.amount);
    if (event.type === 'charge.refunded') {
      const { payment_intent: intent, amount } = event.data.object;
      if (typeof intent === 'string') advance(intent, 'refunded', amount);
    }
    response.json({ received: true });
  });

  app.use(express.json());

  app.post('/orders', async (request, response) => {
    const { amount, payment_method } = request.body as { amount: number; payment_method: string };
    // The library sends an idempotency key with this, so that its own retries pay once.
    const intent = await stripe.paymentIntents.create({
      amount,
      currency: 'usd',
      payment_method,
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    advance(intent.id, 'pending', amount);
    response.json(orders.get(intent.id));
  });

  app.post('/orders/:id/refund', async (request, response) => {
    const refund = await stripe.refunds.create({ payment_intent: request.params.id });
    response.json({ id: refund.id, status: refund.status });
  });

  app.get('/orders', (_request, response) => {
    response.json([...orders.values()]);
  });

  app.get('/orders/:id', (request, response) => {
    const order = orders.get(request.params.id);
    response.status(order === undefined ? 404 : 200).json(order ?? { error: 'no such order' });
  });

  return app;
}
