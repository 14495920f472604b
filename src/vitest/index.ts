/** The emulator in Vitest: `const { stripe, sandbox, webhooks } = useStripeEmulator()`. */
export {
  type StripeEmulator,
  type UseStripeEmulatorOptions,
  useStripeEmulator,
  type Webhooks,
  type WebhooksOptions,
} from './use-stripe-emulator.ts';
