/** Objects that are only outlined: see `outline` of a resource. */
import type { Resource } from '../../kernel/resource.ts';
import { appInstall } from './apps.ts';
import { bankAuthorization, linkedAccount } from './bank-data.ts';
import { climateOrder, climateProduct } from './climate.ts';
import { activeEntitlement, entitlementSummary } from './entitlements.ts';
import { verificationSession } from './identity.ts';
import { issuingDispute, issuingToken, issuingTransaction, personalizationDesign } from './issuing.ts';
import { issuingAuthorization } from './issuing-authorization.ts';
import { review } from './radar.ts';
import { reader } from './readers.ts';
import { reportRun, reportType, scheduledQueryRun } from './reporting.ts';
import { reserveHold, reservePlan, reserveRelease } from './reserves.ts';
import { mandateNotification, sourceTransaction } from './sources.ts';
import { authentication } from './three-d-secure.ts';
import {
  creditReversal,
  debitReversal,
  financialAccount,
  inboundTransfer,
  outboundPayment,
  outboundTransfer,
  receivedCredit,
} from './treasury.ts';

export const outlines: readonly Resource[] = [
  appInstall,
  linkedAccount,
  bankAuthorization,
  activeEntitlement,
  entitlementSummary,
  climateOrder,
  climateProduct,
  verificationSession,
  issuingAuthorization,
  issuingDispute,
  issuingToken,
  issuingTransaction,
  personalizationDesign,
  review,
  reader,
  reportRun,
  reportType,
  scheduledQueryRun,
  reserveHold,
  reservePlan,
  reserveRelease,
  mandateNotification,
  sourceTransaction,
  authentication,
  creditReversal,
  debitReversal,
  financialAccount,
  inboundTransfer,
  outboundPayment,
  outboundTransfer,
  receivedCredit,
];
