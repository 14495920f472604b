/** Money straight from a bank account: debits on a mandate, and transfers that the customer makes. */
import {
  auAccount,
  bsbNumber,
  caAccount,
  gbAccount,
  iban,
  institutionNumber,
  routingNumber,
  sortCode,
  transitNumber,
  usAccount,
} from './account-numbers.ts';
import type { MethodType } from './method-type.ts';

type Row = readonly [name: string, type: MethodType];

const debit = {
  options: {},
  slow: true,
  holds: false,
  saves: 'itself',
  refund: 'pending',
} as const;

/** Banks send the money by a transfer of their country. */
const asTransfer = (refundsAs: string) => ({ refundsAs, refundTells: { reference: null, reference_status: null } });

const achFee = { rate: 0.008, fixed: 0, most: 500 } as const;

const rows: readonly Row[] = [
  [
    'us_bank_account',
    {
      capability: 'us_bank_account_ach_payments',
      ...debit,
      numbers: { routing_number: routingNumber, account_number: usAccount },
      bills: ['name'],
      fields: {
        account_holder_type: null,
        account_type: 'checking',
        bank_name: 'STRIPE TEST BANK',
        financial_connections_account: null,
        fingerprint: null,
        last4: null,
        networks: { preferred: 'ach', supported: ['ach'] },
        routing_number: null,
        status_details: {},
      },
      options: { verification_method: 'automatic' },
      currencies: ['usd'],
      step: 'deposits',
      mandate: { needed: true, tells: { collection_method: 'options' } },
      payment: {
        tells: {
          account_holder_type: 'own',
          account_type: 'own',
          bank_name: 'own',
          fingerprint: 'own',
          last4: 'own',
          mandate: 'mandate',
          payment_reference: 'reference',
          routing_number: 'own',
        },
      },
      fee: achFee,
      ...asTransfer('us_bank_transfer'),
    },
  ],
  [
    'acss_debit',
    {
      capability: 'acss_debit_payments',
      ...debit,
      numbers: { institution_number: institutionNumber, transit_number: transitNumber, account_number: caAccount },
      bills: ['email', 'name'],
      fields: {
        bank_name: 'STRIPE TEST BANK',
        fingerprint: null,
        institution_number: null,
        last4: null,
        transit_number: null,
      },
      options: { verification_method: 'automatic' },
      currencies: ['cad', 'usd'],
      step: 'deposits',
      mandate: {
        needed: true,
        says: { interval_description: null, payment_schedule: 'sporadic', transaction_type: 'personal' },
        tells: {
          interval_description: 'options',
          payment_schedule: 'options',
          transaction_type: 'options',
          default_for: 'options',
        },
      },
      payment: {
        tells: {
          bank_name: 'own',
          fingerprint: 'own',
          institution_number: 'own',
          last4: 'own',
          mandate: 'mandate',
          transit_number: 'own',
        },
      },
      fee: { rate: 0.01, fixed: 40, most: 500 },
    },
  ],
  [
    'sepa_debit',
    {
      capability: 'sepa_debit_payments',
      ...debit,
      numbers: { iban },
      bills: ['email', 'name'],
      fields: {
        bank_code: null,
        branch_code: null,
        country: null,
        fingerprint: null,
        generated_from: null,
        last4: null,
      },
      currencies: ['eur'],
      step: 'none',
      mandate: { needed: true, tells: { reference: 'reference', url: 'url' } },
      payment: {
        says: { mandate: null },
        tells: {
          bank_code: 'own',
          branch_code: 'own',
          country: 'own',
          fingerprint: 'own',
          last4: 'own',
          mandate: 'mandate',
        },
      },
      fee: { rate: 0.008, fixed: 30, most: 600 },
      ...asTransfer('eu_bank_transfer'),
    },
  ],
  [
    'bacs_debit',
    {
      capability: 'bacs_debit_payments',
      ...debit,
      numbers: { sort_code: sortCode, account_number: gbAccount },
      bills: ['email', 'name'],
      fields: { fingerprint: null, last4: null, sort_code: null },
      currencies: ['gbp'],
      step: 'none',
      mandate: {
        needed: true,
        waits: true,
        says: {
          display_name: null,
          network_status: 'pending',
          revocation_reason: null,
          service_user_number: null,
        },
        tells: { reference: 'reference', url: 'url' },
      },
      payment: {
        says: { mandate: null },
        tells: { fingerprint: 'own', last4: 'own', mandate: 'mandate', sort_code: 'own' },
      },
      fee: { rate: 0.01, fixed: 20, most: 400 },
      ...asTransfer('gb_bank_transfer'),
    },
  ],
  [
    'au_becs_debit',
    {
      capability: 'au_becs_debit_payments',
      ...debit,
      numbers: { bsb_number: bsbNumber, account_number: auAccount },
      bills: ['email', 'name'],
      fields: { bsb_number: null, fingerprint: null, last4: null },
      currencies: ['aud'],
      step: 'none',
      mandate: { needed: true, tells: { url: 'url' } },
      payment: { tells: { bsb_number: 'own', fingerprint: 'own', last4: 'own', mandate: 'mandate' } },
      fee: { rate: 0.01, fixed: 30, most: 350 },
      refundsAs: 'au_bank_transfer',
      refundTells: {},
    },
  ],
  [
    'customer_balance',
    {
      fields: {},
      options: { funding_type: null },
      needsOptions: ['funding_type'],
      currencies: ['eur', 'gbp', 'jpy', 'mxn', 'usd'],
      step: 'transfer',
      slow: false,
      holds: false,
      saves: 'nothing',
      payment: {},
      fee: { rate: 0.005, fixed: 0, most: 500 },
      refund: 'at_once',
      refundsAs: 'customer_cash_balance',
      refundTells: {},
    },
  ],
];

export const bankTypes: Readonly<Record<string, MethodType>> = Object.fromEntries(rows);
