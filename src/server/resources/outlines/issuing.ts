/** https://docs.stripe.com/issuing/testing */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject } from '../../kernel/work.ts';
import { makes, moves } from './happening.ts';

type Transaction = Stripe.Issuing.Transaction & StoredObject;
type Card = Stripe.Issuing.Card & StoredObject;
type Dispute = Stripe.Issuing.Dispute & StoredObject;
type Token = Stripe.Issuing.Token & StoredObject;
type Design = Stripe.Issuing.PersonalizationDesign & StoredObject;

const hasReceipt = ({ purchase_details: details }: Transaction): boolean => (details?.receipt ?? []).length > 0;

export const issuingTransaction = defineResource<Transaction>('issuing.transaction', {
  outline: true,
  events: [
    on.create('issuing_transaction.created'),
    on.create<Transaction>('issuing_transaction.purchase_details_receipt_updated', hasReceipt),
    on.change('issuing_transaction.updated'),
  ],
});

export const issuingDispute = defineResource<Dispute>('issuing.dispute', {
  outline: true,
  machine: {
    initial: ['unsubmitted'],
    rules: [
      { from: 'unsubmitted', action: 'submit', to: 'submitted' },
      { from: 'unsubmitted', action: 'expire', to: 'expired' },
      { from: 'submitted', action: 'win', to: 'won' },
      { from: ['submitted', 'won'], action: 'lose', to: 'lost' },
    ],
  },
  events: [
    on.create('issuing_dispute.created'),
    on.enter('submitted', 'issuing_dispute.submitted', { previous: true }),
    on.change('issuing_dispute.updated'),
    on.enter('won', 'issuing_dispute.funds_reinstated'),
    // Money that came back is taken once more when the merchant's bank contests.
    on.change<Dispute>(
      'issuing_dispute.funds_rescinded',
      (before, after) => before.status === 'won' && after.status === 'lost',
    ),
    on.enter(['won', 'lost', 'expired'], 'issuing_dispute.closed'),
  ],
  outside: {
    expire: moves('expire'),
    win: moves('win'),
    lose: moves<Dispute>('lose', () => ({
      loss_reason: 'invalid_evidence_submission' as Dispute['loss_reason'] & string,
    })),
  },
});

export const personalizationDesign = defineResource<Design>('issuing.personalization_design', {
  outline: true,
  events: [
    on.enter('active', 'issuing_personalization_design.activated', { previous: true }),
    on.enter('inactive', 'issuing_personalization_design.deactivated', { previous: true }),
    on.enter('rejected', 'issuing_personalization_design.rejected', { previous: true }),
    on.change('issuing_personalization_design.updated'),
  ],
});

export const issuingToken = defineResource<Token>('issuing.token', {
  outline: true,
  events: [on.create('issuing_token.created'), on.change('issuing_token.updated')],
  arisesFrom: {
    'issuing.card': {
      // The cardholder adds the card to a wallet.
      tokenize: makes<Card, Token>('issuing.token', ({ id }, { now }) => ({
        card: id,
        network: 'visa',
        network_updated_at: now,
        status: 'active',
        wallet_provider: 'apple_pay',
      })),
    },
  },
});
