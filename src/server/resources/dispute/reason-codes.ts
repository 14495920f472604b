/** What the networks call the reasons of disputes: https://docs.stripe.com/disputes/categories */

/** `network_reason_code` by network and `reason`; the first of each is the one that a dispute gets unless told otherwise. */
const codes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  visa: {
    credit_not_processed: ['13.6', '13.7'],
    duplicate: ['12.6.1', '12.6.2'],
    fraudulent: ['10.4', '10.1', '10.2', '10.3', '10.5', '33', '10'],
    general: list('12.5 12.1 12.2 12.3 12.4 12.7 11.1 11.2 11.3 13.8 28 30 34'),
    product_not_received: ['13.1', '13.9'],
    product_unacceptable: ['13.3', '13.4', '13.5'],
    subscription_canceled: ['13.2'],
    noncompliant: list('C028 C030 C031 C034 C035 C036 C038 C045 C048 C050 C071 C081 C0135'),
  },
  mastercard: {
    credit_not_processed: ['4860'],
    duplicate: ['4834'],
    fraudulent: list('4837 4849 4870 4871 6341'),
    general: list(
      '4808 4807 4812 4859 4831 4842 4846 4840 4901 4902 4903 4905 4908 4968 6305 6322 6323 6342 6343 6390',
    ),
    product_not_received: ['4855'],
    product_unacceptable: ['4853'],
    subscription_canceled: ['4841'],
    unrecognized: ['4863', '6321'],
  },
  amex: {
    credit_not_processed: list('C02 C04 C05 C18 A01 P03 P05 061 062 154 158 170 175 680'),
    duplicate: list('C14 P08 173 684'),
    fraudulent: list('F29 F10 F24 F30 F31 FR2 FR4 FR5 FR6 177 193'),
    general: list(
      'A02 A08 M10 R03 R13 M01 P01 P04 P07 P22 P23 M04 M11 M36 M38 M39 M42 S01 S02 S03 S04 OP1 147 169 693',
    ),
    product_not_received: list('C08 004 155'),
    product_unacceptable: list('C31 C32 024 059 063'),
    subscription_canceled: ['C28', '021'],
    unrecognized: list('127 176 691'),
  },
  discover: {
    credit_not_processed: ['8002'],
    duplicate: ['4534', '4865'],
    fraudulent: list('4866 4867 6041 7010 7030'),
    general: list('4863 4542 4550 4553 4586 4752 4753 4757 4762 6005 6021 6040 6050'),
    product_not_received: ['4755', '4864'],
    subscription_canceled: ['4541'],
  },
};

/** Cards that run on another network in the United States. */
const carriers: Readonly<Record<string, string>> = { diners: 'discover', jcb: 'discover', unionpay: 'discover' };

/** What test mode gives inquiries: Visa's group of fraud codes instead of one of them. */
const inquiryCodes: Readonly<Record<string, Readonly<Record<string, string>>>> = { visa: { fraudulent: '10' } };

function list(text: string): readonly string[] {
  return text.split(' ');
}

const codesOf = (network: string): Readonly<Record<string, readonly string[]>> | undefined =>
  codes[carriers[network] ?? network];

/** Null where the network has no code of its own for the reason. */
export function codeFor(network: string, reason: string, inquiry: boolean): string | null {
  const special = inquiry ? inquiryCodes[network]?.[reason] : undefined;
  return special ?? codesOf(network)?.[reason]?.[0] ?? null;
}

/** The reason that a network's code stands for, or undefined when the network has no such code. */
export function reasonFor(network: string, code: string): string | undefined {
  const known = codesOf(network) ?? {};
  return Object.keys(known).find((reason) => known[reason]?.includes(code));
}

export const reasons: readonly string[] = [
  'bank_cannot_process',
  'check_returned',
  'credit_not_processed',
  'customer_initiated',
  'debit_not_authorized',
  'duplicate',
  'fraudulent',
  'general',
  'incorrect_account_details',
  'insufficient_funds',
  'noncompliant',
  'product_not_received',
  'product_unacceptable',
  'subscription_canceled',
  'unrecognized',
];
