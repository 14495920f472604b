/** The shop's life with one disputed order, told through the shop: orders, its staff, its ledger. */
import { defineScenario, type Scenario, type Step } from '../../src/scenarios/index.ts';

const beginning: readonly Step[] = [
  {
    name: 'order',
    says: 'A customer pays with a card whose holder will dispute the charge.',
    request: {
      method: 'POST',
      url: '${shop:url}/orders',
      json: { product: 'Blue suede shoes', price: 5000, payment_method: 'pm_card_createDispute' },
    },
  },
  { expect: { delivered: 'payment_intent.succeeded' } },
  { expect: { delivered: 'charge.succeeded' } },
  { expect: { delivered: 'charge.dispute.created' } },
  { expect: { delivered: 'charge.dispute.funds_withdrawn' } },
  {
    says: 'The webhooks tell the shop: the bank has taken the money back.',
    expect: { http: { url: '${shop:url}/ledger', has: { paid: 5000, withdrawn: 5000, owned: 0 } } },
  },
  {
    name: 'disputes',
    call: { method: 'GET', path: '/v1/disputes', params: { payment_intent: '${order:id}' } },
  },
  {
    says: 'The staff uploads the receipt as a PDF and stages the evidence.',
    request: { method: 'POST', url: '${shop:url}/disputes/${disputes:data.0.id}/evidence' },
  },
];

function submit(statement: string): Step {
  return {
    says: 'The staff submits it.',
    request: { method: 'POST', url: '${shop:url}/disputes/${disputes:data.0.id}/submit', json: { statement } },
  };
}

/** The story with the bank on one side or the other; `owned` is what the shop has in the end, in cents. */
function story(verdict: 'won' | 'lost', statement: string, owned: number): Scenario {
  const amounts = { paid: 5000, withdrawn: 5000, reinstated: owned };
  return defineScenario({
    name: `shop-dispute-${verdict}`,
    title: `The shop answers a dispute, and the case is ${verdict}`,
    steps: [
      ...beginning,
      submit(statement),
      {
        says: verdict === 'won' ? 'The bank decides for the shop.' : 'The bank decides for the cardholder.',
        expect: { delivered: 'charge.dispute.closed' },
      },
      {
        says: verdict === 'won' ? 'The money is back in the ledger.' : 'The money is gone from the ledger.',
        expect: { http: { url: '${shop:url}/ledger', has: { ...amounts, owned, dispute: { status: verdict } } } },
      },
    ],
  });
}

export const shopDisputeWon = story('won', 'winning_evidence', 5000);
export const shopDisputeLost = story('lost', 'losing_evidence', 0);
