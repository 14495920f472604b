/** The part that the dispute stories share: a payment is disputed, and the merchant answers with evidence. */
import type { Step } from '../scenario.ts';
import { customer } from './customer.ts';

const receipt = `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >> endobj
trailer << /Root 1 0 R >>
%%EOF
`;

/** A payment with a card whose holder disputes the charge, or asks about it. */
function paymentWith(card: string, says: string): readonly Step[] {
  return [
    customer('A customer buys something.'),
    {
      name: 'intent',
      says,
      call: {
        method: 'POST',
        path: '/v1/payment_intents',
        params: {
          amount: 5000,
          currency: 'usd',
          customer: '${customer:id}',
          description: 'Blue suede shoes',
          payment_method: card,
          confirm: true,
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        },
      },
    },
    { advance: '10s' },
    {
      name: 'disputes',
      call: { method: 'GET', path: '/v1/disputes', params: { payment_intent: '${intent:id}' } },
    },
  ];
}

export const disputedPayment: readonly Step[] = [
  ...paymentWith('pm_card_createDispute', 'The card is one whose holder will dispute the charge.'),
  {
    says: 'The bank takes the money back until the case is decided.',
    expect: {
      event: { type: 'charge.dispute.funds_withdrawn', has: { data: { object: { status: 'needs_response' } } } },
    },
  },
];

/** What Stripe tells of until the dispute is answered. */
export const toldOfDispute = [
  'customer.created',
  'payment_intent.created',
  'charge.succeeded',
  'charge.dispute.created',
  'charge.dispute.funds_withdrawn',
  'payment_intent.succeeded',
  'charge.updated',
] as const;

export const inquiredPayment: readonly Step[] = [
  ...paymentWith('pm_card_createDisputeInquiry', 'The card is one whose holder will ask the bank about the charge.'),
  {
    says: 'The bank inquires; no money moves.',
    expect: {
      object: {
        path: '/v1/disputes/${disputes:data.0.id}',
        has: { status: 'warning_needs_response', is_charge_refundable: true, balance_transactions: [] },
      },
    },
  },
];

/** What Stripe tells of until the inquiry is answered. */
export const toldOfInquiry = [
  'customer.created',
  'payment_intent.created',
  'charge.succeeded',
  'charge.dispute.created',
  'payment_intent.succeeded',
  'charge.updated',
] as const;

export const evidenceStaged: readonly Step[] = [
  {
    name: 'receipt',
    says: 'The merchant uploads the receipt,',
    call: {
      method: 'POST',
      path: '/v1/files',
      params: { purpose: 'dispute_evidence' },
      file: { filename: 'receipt.pdf', type: 'application/pdf', content: receipt },
    },
  },
  {
    says: 'stages the evidence without sending it,',
    call: {
      method: 'POST',
      path: '/v1/disputes/${disputes:data.0.id}',
      params: {
        evidence: { receipt: '${receipt:id}', product_description: 'Blue suede shoes, size 42' },
        submit: false,
      },
    },
  },
  {
    expect: {
      object: {
        path: '/v1/disputes/${disputes:data.0.id}',
        has: {
          status: 'needs_response',
          evidence: { receipt: '${receipt:id}' },
          evidence_details: { has_evidence: true, submission_count: 0 },
        },
      },
    },
  },
];

/** The evidence goes to the bank; the text is one that Stripe's test mode decides by. */
export function evidenceSubmitted(uncategorized_text: string, says = 'and submits it to the bank.'): Step {
  return {
    says,
    call: {
      method: 'POST',
      path: '/v1/disputes/${disputes:data.0.id}',
      params: { evidence: { uncategorized_text }, submit: true },
    },
  };
}

/** The bank has heard the merchant once, and closes the case. */
export const decided = (says: string, status: 'won' | 'lost'): readonly Step[] => [
  {
    says,
    expect: {
      object: {
        path: '/v1/disputes/${disputes:data.0.id}',
        has: { status, is_charge_refundable: status === 'won', evidence_details: { submission_count: 1 } },
      },
    },
  },
  {
    expect: {
      event: {
        type: 'charge.dispute.closed',
        about: '${disputes:data.0.id}',
        has: { data: { object: { status } } },
      },
    },
  },
];
