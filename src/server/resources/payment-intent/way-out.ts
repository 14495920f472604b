/** `next_action` of what sends the payer to a bank or to a wallet: this emulator's own page stands in for both. */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import type { Work } from '../../kernel/work.ts';
import { qrPng } from '../../paper/qr-code.ts';
import type { WayOut } from '../payment-method/method-type.ts';
import { methodType } from '../payment-method/types.ts';

type NextAction = Stripe.PaymentIntent.NextAction;

interface Intent {
  readonly id: string;
  readonly client_secret: string | null;
}

type Builder = (url: string, returnUrl: string | undefined, work: Work) => Omit<NextAction, 'type'>;

const qrLife = 3600;

/** Pictures of a code that leads whoever scans it to `url`. */
function qrImages(url: string, { baseUrl }: Work): { image_url_png: string; image_url_svg: string } {
  const image = (kind: 'png' | 'svg') => `${baseUrl}/_emulator/qr/code.${kind}?text=${encodeURIComponent(url)}`;
  return { image_url_png: image('png'), image_url_svg: image('svg') };
}

const builders: Readonly<Record<WayOut, Builder>> = {
  redirect_to_url: (url, returnUrl) => ({ redirect_to_url: { return_url: returnUrl ?? null, url } }),
  alipay_handle_redirect: (url, returnUrl) => ({
    alipay_handle_redirect: { native_data: null, native_url: null, return_url: returnUrl ?? null, url },
  }),
  cashapp_handle_redirect_or_display_qr_code: (url, _returnUrl, work) => ({
    cashapp_handle_redirect_or_display_qr_code: {
      hosted_instructions_url: url,
      mobile_auth_url: url,
      qr_code: { expires_at: work.now + qrLife, ...qrImages(url, work) },
    },
  }),
  wechat_pay_display_qr_code: (url, _returnUrl, work) => ({
    wechat_pay_display_qr_code: {
      data: url,
      hosted_instructions_url: url,
      image_data_url: `data:image/png;base64,${qrPng(url).toString('base64')}`,
      ...qrImages(url, work),
    },
  }),
};

/** Whoever is sent away must come back somewhere; what shows a code to scan stays. */
export function checkWayOut(type: string, returnUrl: string | undefined): void {
  const { step, wayOut: kind = 'redirect_to_url' } = methodType(type) ?? {};
  if (returnUrl !== undefined || step !== 'redirect' || kind === 'wechat_pay_display_qr_code') return;
  throw errors.invalid(
    `You must provide a \`return_url\` when confirming using payment_method_types[]=[${type}].`,
    'return_url',
  );
}

export function wayOut(work: Work, intent: Intent, type: string, returnUrl: string | undefined): NextAction {
  const url = `${work.baseUrl}/_emulator/approve/${intent.id}?client_secret=${String(intent.client_secret)}`;
  const { step, wayOut: kind = 'redirect_to_url' } = methodType(type) ?? {};
  if (step === 'code' && returnUrl === undefined)
    return { type: 'use_stripe_sdk', use_stripe_sdk: { stripe_js: url, type: `${type}_authentication` } };
  return { ...builders[kind](url, returnUrl, work), type: kind };
}
