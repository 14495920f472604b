/** API versions: which are known, and what brings a request up and an answer down between one of them and the newest. */
import type { Awaitable } from '../kernel/awaitable.ts';
import { errors } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import { paymentMethodsOfTheAccount } from './2023-08-16.payment-methods-of-the-account.ts';
import { invoiceParents } from './2025-03-31.invoice-parents.ts';
import { couponOfCustomers, couponOfSubscriptions } from './2025-03-31.single-coupon.ts';
import { subscriptionPeriods } from './2025-03-31.subscription-periods.ts';
import { taxAmountsOfCreditNotes } from './2025-03-31.tax-amounts.ts';
import { couponOfDiscounts } from './2025-09-30.coupon-of-discounts.ts';
import { couponOfPromotionCodes } from './2025-09-30.coupon-of-promotion-codes.ts';
import { iterations } from './2025-09-30.iterations.ts';
import { paymentMethodTypes } from './2026-09-30.payment-method-types.ts';
import { bringDown } from './bring-down.ts';
import type { Read, VersionChange } from './change.ts';
import { olderVersions, publishedVersions } from './known.ts';

/** Oldest first. */
export const versionChanges: readonly VersionChange[] = [
  paymentMethodsOfTheAccount,
  couponOfSubscriptions,
  couponOfCustomers,
  subscriptionPeriods,
  invoiceParents,
  taxAmountsOfCreditNotes,
  couponOfPromotionCodes,
  couponOfDiscounts,
  iterations,
  paymentMethodTypes,
];

const published = new Set(publishedVersions);
const older = new Set(olderVersions);
const dated = /^(\d{4}-\d{2}-\d{2})\.preview$/;

/** The version to serve for the one asked for: header values may carry beta flags after a semicolon. */
export function resolveVersion(asked: string): string {
  const [name = ''] = asked.split(';');
  const version = name.trim();
  if (published.has(version) || older.has(version)) return version;
  const preview = dated.exec(version)?.[1];
  if (preview !== undefined && publishedVersions.some((known) => known.startsWith(preview))) return version;
  throw errors.invalid(`Invalid Stripe API version: ${asked}`);
}

/** Versions begin with their date. */
const isBefore = (version: string, change: string): boolean => version.slice(0, 10) < change.slice(0, 10);

/** Brings parameters to the newest version. A request that names no version (`undefined`) may use what any version took. */
export function upgradeParams(operation: string, params: Params, version: string | undefined): Params {
  let upgraded = params;
  for (const change of versionChanges) {
    if (change.operations?.has(operation) !== true) continue;
    if (version === undefined || isBefore(version, change.version))
      upgraded = change.upgrade?.(upgraded, version) ?? upgraded;
    else change.refuse?.(upgraded);
  }
  return upgraded;
}

const changesDown = new Map<string, readonly VersionChange[]>();

/** The changes that an answer for `version` has to be brought back through, newest first. */
function changesOf(version: string): readonly VersionChange[] {
  let changes = changesDown.get(version);
  if (changes === undefined) {
    changes = versionChanges
      .filter((each) => each.objects !== undefined && isBefore(version, each.version))
      .toReversed();
    changesDown.set(version, changes);
  }
  return changes;
}

/** Brings an answer or an event down to `version`; not a promise where nothing else has to be read for that. */
export function downgradeAnswer(answer: object, version: string, read: Read): Awaitable<object> {
  const changes = changesOf(version);
  return changes.length === 0 ? answer : (bringDown(answer, changes, read) as Awaitable<object>);
}
