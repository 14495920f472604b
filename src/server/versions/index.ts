/** API versions: which are known, and what brings a request up and an answer down between one of them and the newest. */
import { errors } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import { paymentMethodsOfTheAccount } from './2023-08-16.payment-methods-of-the-account.ts';
import { couponOfCustomers, couponOfSubscriptions } from './2025-03-31.single-coupon.ts';
import { couponOfPromotionCodes } from './2025-09-30.coupon-of-promotion-codes.ts';
import { iterations } from './2025-09-30.iterations.ts';
import { paymentMethodTypes } from './2026-09-30.payment-method-types.ts';
import type { VersionChange } from './change.ts';
import { olderVersions, publishedVersions } from './known.ts';

/** Oldest first. */
export const versionChanges: readonly VersionChange[] = [
  paymentMethodsOfTheAccount,
  couponOfSubscriptions,
  couponOfCustomers,
  couponOfPromotionCodes,
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
    if (!change.operations.has(operation)) continue;
    if (version === undefined || isBefore(version, change.version)) upgraded = change.upgrade(upgraded, version);
    else change.refuse?.(upgraded);
  }
  return upgraded;
}

export function downgradeAnswer(answer: object, version: string | undefined): object {
  if (version === undefined) return answer;
  let downgraded = answer as Record<string, unknown>;
  for (const change of versionChanges.toReversed()) {
    if (change.downgrade !== undefined && isBefore(version, change.version)) downgraded = change.downgrade(downgraded);
  }
  return downgraded;
}
