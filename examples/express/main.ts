/** Starts the order desk: STRIPE_KEY, STRIPE_WEBHOOK_SECRET, PORT, and STRIPE_HOST and STRIPE_PORT of an emulator. */
import Stripe from 'stripe';
import { createApp } from './app.ts';

const { STRIPE_KEY = '', STRIPE_WEBHOOK_SECRET = '', STRIPE_HOST, STRIPE_PORT, PORT = '3000' } = process.env;

const elsewhere =
  STRIPE_HOST === undefined ? {} : ({ host: STRIPE_HOST, port: STRIPE_PORT, protocol: 'http' } as const);
const stripe = new Stripe(STRIPE_KEY, { ...elsewhere, telemetry: false });

const server = createApp({ stripe, webhookSecret: STRIPE_WEBHOOK_SECRET }).listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on http://127.0.0.1:${typeof address === 'object' ? address?.port : PORT}`);
});
