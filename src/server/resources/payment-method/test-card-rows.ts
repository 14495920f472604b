/** Stripe's test cards as rows: https://docs.stripe.com/testing. `visa` names `tok_visa` and `pm_card_visa` alike. */
import type { AfterCharge, CardOutcome, Threshold } from './card-outcome.ts';

/** Number, brand, country, funding, names. */
type PlainRow = readonly [string, string, string, 'credit' | 'debit' | 'prepaid', ...string[]];

export const brandCards: readonly PlainRow[] = [
  ['4242424242424242', 'visa', 'US', 'credit', 'visa', 'us'],
  ['4000056655665556', 'visa', 'US', 'debit', 'visa_debit', 'visa_debit_us_transferSuccess'],
  ['4000056655665572', 'visa', 'US', 'debit', 'visa_debit_us_transferFail'],
  ['4000056755665555', 'visa', 'US', 'debit', 'visa_debit_us_instantPayoutUnsupported'],
  ['5555555555554444', 'mastercard', 'US', 'credit', 'mastercard'],
  ['2223003122003222', 'mastercard', 'US', 'credit'],
  ['5200828282828210', 'mastercard', 'US', 'debit', 'mastercard_debit', 'mastercard_debit_us_transferSuccess'],
  ['5105105105105100', 'mastercard', 'US', 'prepaid', 'mastercard_prepaid'],
  ['371449635398431', 'amex', 'US', 'credit'],
  ['6011111111111117', 'discover', 'US', 'credit', 'discover'],
  ['6011000990139424', 'discover', 'US', 'credit'],
  ['6011981111111113', 'discover', 'US', 'debit', 'discover_debit_us_transferSuccess'],
  ['3056930009020004', 'diners', 'US', 'credit', 'diners'],
  ['36227206271667', 'diners', 'US', 'credit'],
  // BCcard and DinaCard run on the Discover network.
  ['6555900000604105', 'discover', 'US', 'credit'],
  ['3566002020360505', 'jcb', 'JP', 'credit', 'jcb'],
  ['3530111333300000', 'jcb', 'JP', 'credit'],
  ['6200000000000005', 'unionpay', 'CN', 'credit', 'unionpay'],
  ['6200000000000047', 'unionpay', 'CN', 'debit'],
  ['6205500000000000004', 'unionpay', 'CN', 'credit'],
  ['4000051230000072', 'visa', 'US', 'debit', 'debit_visaFsaProductCode', 'debit_visaHsaProductCode'],
  ['5200828282828897', 'mastercard', 'US', 'debit', 'mastercard_debit_mastercardFsaProductCode'],
  // Carnet
  ['5062210000000009', 'unknown', 'MX', 'credit'],
  ['5200007840000022', 'mastercard', 'AE', 'credit', 'ae_mastercard'],
  ['4000058260000005', 'visa', 'GB', 'debit', 'gb_debit'],
  ['5555558265554449', 'mastercard', 'GB', 'credit', 'gb_mastercard'],
  ['4000007640000003', 'visa', 'TH', 'credit', 'th_credit'],
  ['4000057640000008', 'visa', 'TH', 'debit', 'th_debit'],
  // Captcha challenges are for browsers; what comes after them succeeds.
  ['4000000000001208', 'visa', 'US', 'credit'],
  ['4000000000003725', 'visa', 'US', 'credit'],
  // PINs are asked for by card readers only.
  ['4001007020000002', 'visa', 'US', 'credit'],
  ['4000008260000075', 'visa', 'US', 'credit'],
  ['4001000360000005', 'visa', 'US', 'credit'],
  ['4000002760000008', 'visa', 'US', 'credit'],
];

/** Visa credit cards by country: `tok_ar`, `pm_card_ar`. */
export const countryCards: Readonly<Record<string, string>> = {
  AR: '4000000320000021',
  BR: '4000000760000002',
  CA: '4000001240000000',
  CL: '4000001520000001',
  CO: '4000001700000003',
  CR: '4000001880000005',
  EC: '4000002180000000',
  MX: '4000004840008001',
  PA: '4000005910000000',
  PY: '4000006000000066',
  PE: '4000006040000068',
  UY: '4000008580000003',
  AE: '4000007840000001',
  AT: '4000000400000008',
  BE: '4000000560000004',
  BG: '4000001000000000',
  BY: '4000001120000005',
  HR: '4000001910000009',
  CY: '4000001960000008',
  CZ: '4000002030000002',
  DK: '4000002080000001',
  EE: '4000002330000009',
  FI: '4000002460000001',
  FR: '4000002500000003',
  DE: '4000002760000016',
  GI: '4000002920000005',
  GR: '4000003000000030',
  HU: '4000003480000005',
  IE: '4000003720000005',
  IT: '4000003800000008',
  LV: '4000004280000005',
  LI: '4000004380000004',
  LT: '4000004400000000',
  LU: '4000004420000006',
  MT: '4000004700000007',
  NL: '4000005280000002',
  NO: '4000005780000007',
  PL: '4000006160000005',
  PT: '4000006200000007',
  RO: '4000006420000001',
  SA: '4000006820000007',
  SI: '4000007050000006',
  SK: '4000007030000001',
  ES: '4000007240000007',
  SE: '4000007520000008',
  CH: '4000007560000009',
  GB: '4000008260000000',
  AU: '4000000360000006',
  CN: '4000001560000002',
  HK: '4000003440000004',
  IN: '4000003560000008',
  JP: '4000003920000003',
  MY: '4000004580000002',
  NZ: '4000005540000008',
  SG: '4000007020000003',
  TW: '4000001580000008',
};

/** Number, name, networks, country, funding. The second network is also the brand. */
export const cobrandedCards = [
  ['4000002500001001', 'visa_cartesBancaires', ['cartes_bancaires', 'visa'], 'FR', 'credit'],
  ['5555552500001001', 'mastercard_cartesBancaires', ['cartes_bancaires', 'mastercard'], 'FR', 'credit'],
  ['4000050360000001', 'visa_debit_eftposAuCoBranded', ['eftpos_au', 'visa'], 'AU', 'debit'],
  ['5555050360000080', 'mastercard_debit_eftposAuCoBranded', ['eftpos_au', 'mastercard'], 'AU', 'debit'],
] as const;

/** The bank's complaint that follows a charge. */
export const disputedCards: readonly (readonly [number: string, complaint: AfterCharge, ...names: string[]])[] = [
  ['4000000000000259', 'dispute_fraudulent', 'createDispute', 'visa_createDispute'],
  [
    '4000000000002685',
    'dispute_product_not_received',
    'createDisputeProductNotReceived',
    'visa_createDisputeProductNotReceived',
  ],
  ['4000000000001976', 'dispute_inquiry', 'createDisputeInquiry', 'visa_createDisputeInquiry'],
  ['4000000000005423', 'early_fraud_warning', 'createIssuerFraudRecord'],
  ['4000000404000079', 'dispute_multiple', 'createMultipleDisputes'],
  ['4000000404000038', 'dispute_ce3', 'createCe3EligibleDispute'],
  ['4000008400000779', 'dispute_visa_compliance', 'createComplianceDispute'],
  ['5105008400000002', 'dispute_mastercard_compliance', 'createMastercardComplianceDispute'],
  ['4000000001000043', 'dispute_smart', 'createAutoRepresentmentEligibleDispute'],
];

/** Connected accounts that are charged with them are asked for more. */
export const thresholdCards: readonly (readonly [number: string, threshold: Threshold, ...names: string[]])[] = [
  ['4000000000004202', 'next_requirements', 'visa_triggerNextRequirements'],
  ['4000000000004210', 'block_charges', 'visa_triggerChargeBlock'],
  ['4000000000004236', 'block_payouts', 'visa_triggerPayoutBlock'],
];

type Checks = Partial<CardOutcome['checks']>;

/** Number, name, what differs from a card on which everything goes well. */
export const checkedCards: readonly (readonly [string, string, Checks, 'normal' | 'elevated'])[] = [
  ['4000000000009235', 'riskLevelElevated', {}, 'elevated'],
  ['4000000000000101', 'cvcCheckFail', { cvc_check: 'fail' }, 'normal'],
  ['4000000000000036', 'avsZipFail', { address_postal_code_check: 'fail' }, 'normal'],
  ['4000058400307872', 'cvcCheckFailElevatedRisk', { cvc_check: 'fail' }, 'elevated'],
  ['4000058400306072', 'avsZipFailElevatedRisk', { address_postal_code_check: 'fail' }, 'elevated'],
  ['4000000000000028', 'avsLine1Fail', { address_line1_check: 'fail' }, 'normal'],
  ['4000000000000010', 'avsFail', { address_line1_check: 'fail', address_postal_code_check: 'fail' }, 'normal'],
  [
    '4000000000000044',
    'avsUnchecked',
    { address_line1_check: 'unavailable', address_postal_code_check: 'unavailable' },
    'normal',
  ],
];

/** Number, names, country, the outcome that differs. */
export const moneyCards: readonly (readonly [string, string, string, Partial<CardOutcome>])[] = [
  ['4000000000007726', 'pendingRefund', 'US', { refund: 'pending' }],
  ['4000000000005126', 'refundFail', 'US', { refund: 'fails_later' }],
  ['4000000000000077', 'bypassPending', 'US', { bypassPending: true }],
  ['4000003720000278', 'bypassPendingInternational', 'IE', { bypassPending: true }],
];
