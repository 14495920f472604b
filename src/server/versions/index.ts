/** API versions: which are known, and what brings a request up and an answer down between one of them and the newest. */
import type { Awaitable } from '../kernel/awaitable.ts';
import { errors, type StripeError } from '../kernel/errors.ts';
import type { Params } from '../kernel/params.ts';
import type { ExpandTree, Reader } from '../kernel/reader.ts';
import { chargesOfIntents } from './2022-11-15.charges-of-intents.ts';
import { availableOn } from './2023-08-16.available-on.ts';
import { customAccountLinks, goods } from './2023-08-16.goods.ts';
import { olderCheckout } from './2023-08-16.older-checkout.ts';
import { paymentMethodsOfTheAccount } from './2023-08-16.payment-methods-of-the-account.ts';
import { adjustmentsOfMeters } from './2024-04-10.adjustments-of-meters.ts';
import { asynchronousCapture, asynchronousCheckout } from './2024-04-10.capture-method.ts';
import { endpointsOfGoneEvents } from './2024-04-10.gone-events.ts';
import { invoiceRendering } from './2024-04-10.invoice-rendering.ts';
import { marketingFeatures } from './2024-04-10.marketing-features.ts';
import { fuel } from './2024-06-20.fuel.ts';
import { alertFilters } from './2024-09-30.alert-filters.ts';
import { redisplayOfReaders } from './2024-09-30.redisplay.ts';
import { couponOfPhases } from './2025-03-31.coupon-of-phases.ts';
import { invoiceParents } from './2025-03-31.invoice-parents.ts';
import { invoicePayments } from './2025-03-31.invoice-payments.ts';
import { meteredUsage } from './2025-03-31.metered-usage.ts';
import { previewsOfCustomers } from './2025-03-31.previews-of-customers.ts';
import { priceOfItems } from './2025-03-31.price-of-items.ts';
import { refundOfCreditNotes } from './2025-03-31.refund-of-credit-notes.ts';
import { shippingOfSessions } from './2025-03-31.shipping-of-sessions.ts';
import { couponOfCustomers, couponOfSubscriptions } from './2025-03-31.single-coupon.ts';
import { subscriptionPeriods } from './2025-03-31.subscription-periods.ts';
import { taxAmountsOfCreditNotes } from './2025-03-31.tax-amounts.ts';
import { upcomingInvoices } from './2025-03-31.upcoming-invoices.ts';
import { couponOfDiscounts } from './2025-09-30.coupon-of-discounts.ts';
import { couponOfPromotionCodes } from './2025-09-30.coupon-of-promotion-codes.ts';
import { flexibleOrders, flexiblePreviews, flexibleSubscriptions } from './2025-09-30.flexible-billing.ts';
import { iterations } from './2025-09-30.iterations.ts';
import { riskLevels } from './2026-03-25.risk-levels.ts';
import { uiModes } from './2026-03-25.ui-modes.ts';
import { anchorOfUpdates } from './2026-09-30.anchor-of-updates.ts';
import { paymentMethodTypes } from './2026-09-30.payment-method-types.ts';
import { planOfSubscriptions } from './2026-09-30.plan-of-subscriptions.ts';
import { Descent } from './bring-down.ts';
import type { VersionChange } from './change.ts';
import { olderVersions, publishedVersions } from './known.ts';
import { type DownPlan, planDown } from './plan.ts';
import { without } from './reshape.ts';
import { retiredParams } from './retired-params.ts';
import { errorAsSent, type Step } from './sent-names.ts';

const written: readonly VersionChange[] = [
  chargesOfIntents,
  paymentMethodsOfTheAccount,
  olderCheckout,
  goods,
  customAccountLinks,
  availableOn,
  asynchronousCapture,
  asynchronousCheckout,
  adjustmentsOfMeters,
  invoiceRendering,
  marketingFeatures,
  endpointsOfGoneEvents,
  fuel,
  alertFilters,
  redisplayOfReaders,
  couponOfSubscriptions,
  couponOfCustomers,
  couponOfPhases,
  subscriptionPeriods,
  priceOfItems,
  meteredUsage,
  upcomingInvoices,
  previewsOfCustomers,
  invoiceParents,
  invoicePayments,
  refundOfCreditNotes,
  taxAmountsOfCreditNotes,
  shippingOfSessions,
  couponOfPromotionCodes,
  couponOfDiscounts,
  flexibleSubscriptions,
  flexiblePreviews,
  flexibleOrders,
  iterations,
  riskLevels,
  uiModes,
  anchorOfUpdates,
  paymentMethodTypes,
  planOfSubscriptions,
];

/** Oldest first. */
export const versionChanges: readonly VersionChange[] = [...written, ...retiredParams].toSorted((a, b) =>
  a.version < b.version ? -1 : a.version > b.version ? 1 : 0,
);

const newestVersion = publishedVersions.at(-1) ?? '';
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

const changesByOperation = new Map<string, readonly VersionChange[]>();

/** The changes that touch the parameters of an operation, oldest first. */
function changesOfOperation(operation: string): readonly VersionChange[] {
  let changes = changesByOperation.get(operation);
  if (changes === undefined) {
    changes = versionChanges.filter(({ operations }) => operations?.has(operation) === true);
    changesByOperation.set(operation, changes);
  }
  return changes;
}

function brought(change: VersionChange, operation: string, params: Params, asked: string | undefined): Params {
  let upgraded = params;
  for (const path of change.ignores?.[operation] ?? []) upgraded = without(upgraded, path);
  return change.upgrade?.(upgraded, asked) ?? upgraded;
}

/**
 * Brings parameters to the newest version. A request that names no version (`undefined`) may use what any version took; where
 * one version did something by itself, the one holds that such requests are meant in.
 */
export function upgradeParams(
  operation: string,
  params: Params,
  named: string | undefined,
  otherwise: string = newestVersion,
): Params {
  let upgraded = params;
  for (const change of changesOfOperation(operation)) {
    const older = isBefore(named ?? otherwise, change.version);
    if (older || named === undefined) {
      change.contradicts?.(upgraded);
      upgraded = brought(change, operation, upgraded, older ? (named ?? otherwise) : undefined);
    } else change.refuse?.(upgraded);
  }
  return upgraded;
}

/** The error about upgraded parameters as it is to be answered: about those that were sent. */
export function asSent(
  error: StripeError,
  operation: string,
  sent: Params,
  named: string | undefined,
  otherwise: string = newestVersion,
): StripeError {
  if (error.details.param === undefined) return error;
  const steps: Step[] = [];
  let before = sent;
  for (const change of changesOfOperation(operation)) {
    const older = isBefore(named ?? otherwise, change.version);
    if (!older && named !== undefined) continue;
    const { renames } = change;
    if (renames !== undefined) steps.push({ renames, before, named: named !== undefined });
    before = brought(change, operation, before, older ? (named ?? otherwise) : undefined);
  }
  return errorAsSent(error, steps.toReversed());
}

/** Whether requests that name this version, or none, may call an operation that only versions up to `until` have. */
export const isServed = (until: string | undefined, named: string | undefined): boolean =>
  until === undefined || named === undefined || !isBefore(until, named);

/** Throws where Stripe says of an operation that the version no longer has it; otherwise its path is like any other. */
export function refuseGone(operation: string): void {
  for (const { gone } of changesOfOperation(operation))
    if (gone !== undefined) throw errors.invalid(gone, undefined, undefined, 404);
}

const plans = new Map<string, DownPlan>();

function planOf(version: string): DownPlan {
  let plan = plans.get(version);
  if (plan === undefined) {
    plan = planDown(versionChanges.filter((each) => isBefore(version, each.version)).toReversed());
    plans.set(version, plan);
  }
  return plan;
}

/** What a field that only the version has may be expanded to: see `DownPlan.reference`. */
export const olderReference = (version: string, type: string, path: string): ReturnType<DownPlan['reference']> =>
  planOf(version).reference(type, path);

/** Brings an answer or an event down to `version`; not a promise where all that has to be read for it is at hand. */
export function downgradeAnswer(answer: object, version: string, read: Reader, expand?: ExpandTree): Awaitable<object> {
  const plan = planOf(version);
  return plan.differs ? (new Descent(plan.objects, read).bring(answer, expand) as Awaitable<object>) : answer;
}
