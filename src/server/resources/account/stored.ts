import type Stripe from 'stripe';
import type { StoredPerson } from '../person/stored.ts';

/** What is wrong with data that was checked. */
export interface Failure {
  /** The field to be given again, with its prefix. */
  readonly field: string;
  readonly code: string;
  readonly reason: string;
  /** Nothing works until it is mended, or payouts alone do not. */
  readonly blocks: 'all' | 'payouts' | 'none';
  /** Disables with this reason instead of asking for the field. */
  readonly holds?: string;
  /** Pauses the capabilities with this reason. */
  readonly pauses?: string;
}

/** The result of a check; it counts as long as the data is the data that was checked. */
export interface Finding {
  readonly inputs: string;
  readonly failures: readonly Failure[];
}

/** What Stripe asked for beyond what every account must give. */
export interface Asked {
  readonly field: string;
  /** Unix seconds; null when it is overdue at once. */
  readonly deadline: number | null;
  readonly code?: string;
  readonly reason?: string;
  /** What stops while it is overdue; everything when left out. */
  readonly blocks?: 'charges' | 'payouts';
  /** Unix seconds; a requirement of the future until then. */
  readonly from?: number;
}

interface Rejection {
  readonly reason: string;
  readonly keepsPayouts: boolean;
}

/** Kept with an account and never shown. */
export interface Hidden {
  /** The state of the machine. */
  readonly standing: string;
  readonly findings: Readonly<Record<string, Finding>>;
  readonly asked: readonly Asked[];
  /** Why Stripe disabled the account, whatever data it has. */
  readonly hold: string | null;
  readonly rejection: Rejection | null;
  /** Its owner was sent to Stripe: of accounts that Stripe collects for, the platform sees and changes less from now on. */
  readonly handed_over: boolean;
  /** Its owner had it before and connected it: the platform controls nothing of it. */
  readonly by_oauth: boolean;
  /** Write-only fields, by path: `company.tax_id`. */
  readonly secrets: Readonly<Record<string, string>>;
}

export const hiddenFields: readonly (keyof Hidden)[] = [
  'standing',
  'findings',
  'asked',
  'hold',
  'rejection',
  'handed_over',
  'by_oauth',
  'secrets',
];

export type StoredAccount = Stripe.Account & Hidden;

/** Everything that is known of an account when it is judged. */
export interface Dossier {
  readonly account: StoredAccount;
  readonly persons: readonly StoredPerson[];
  readonly externalAccounts: readonly Stripe.ExternalAccount[];
  readonly capabilities: readonly Stripe.Capability[];
  readonly now: number;
}

export const nothingAsked: Omit<Hidden, 'standing'> = {
  findings: {},
  asked: [],
  hold: null,
  rejection: null,
  handed_over: false,
  by_oauth: false,
  secrets: {},
};
