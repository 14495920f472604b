/** Every resource that is modelled; what is not here is generic. */
import type { Resource } from '../kernel/resource.ts';
import { account } from './account/index.ts';
import { accountLink } from './account-link/index.ts';
import { accountSession } from './account-session/index.ts';
import { application } from './application/index.ts';
import { applicationFee } from './application-fee/index.ts';
import { balance } from './balance/index.ts';
import { balanceSettings } from './balance-settings/index.ts';
import { balanceTransaction } from './balance-transaction/index.ts';
import { bankAccount } from './bank-account/index.ts';
import { billingAlert } from './billing-alert/index.ts';
import { billingAlertTriggered } from './billing-alert-triggered/index.ts';
import { billingCreditBalanceSummary } from './billing-credit-balance-summary/index.ts';
import { billingCreditBalanceTransaction } from './billing-credit-balance-transaction/index.ts';
import { billingCreditGrant } from './billing-credit-grant/index.ts';
import { billingMeter } from './billing-meter/index.ts';
import { billingMeterEvent } from './billing-meter-event/index.ts';
import { billingMeterEventAdjustment } from './billing-meter-event-adjustment/index.ts';
import { billingPortalConfiguration } from './billing-portal-configuration/index.ts';
import { billingPortalSession } from './billing-portal-session/index.ts';
import { capability } from './capability/index.ts';
import { card } from './card/index.ts';
import { cashBalance } from './cash-balance/index.ts';
import { charge } from './charge/index.ts';
import { checkoutSession } from './checkout-session/index.ts';
import { confirmationToken } from './confirmation-token/index.ts';
import { coupon } from './coupon/index.ts';
import { creditNote } from './credit-note/index.ts';
import { creditNoteLineItem } from './credit-note-line-item/index.ts';
import { customer } from './customer/index.ts';
import { customerBalanceTransaction } from './customer-balance-transaction/index.ts';
import { customerCashBalanceTransaction } from './customer-cash-balance-transaction/index.ts';
import { discount } from './discount/index.ts';
import { dispute } from './dispute/index.ts';
import { earlyFraudWarning } from './early-fraud-warning/index.ts';
import { event } from './event/index.ts';
import { feeRefund } from './fee-refund/index.ts';
import { file } from './file/index.ts';
import { fileLink } from './file-link/index.ts';
import { invoice } from './invoice/index.ts';
import { invoiceItem } from './invoice-item/index.ts';
import { invoiceLineItem } from './invoice-line-item/index.ts';
import { invoicePayment } from './invoice-payment/index.ts';
import { item } from './item/index.ts';
import { loginLink } from './login-link/index.ts';
import { mandate } from './mandate/index.ts';
import { outlines } from './outlines/index.ts';
import { paymentIntent } from './payment-intent/index.ts';
import { paymentLink } from './payment-link/index.ts';
import { paymentMethod } from './payment-method/index.ts';
import { paymentMethodConfiguration } from './payment-method-configuration/index.ts';
import { paymentMethodDomain } from './payment-method-domain/index.ts';
import { payout } from './payout/index.ts';
import { person } from './person/index.ts';
import { plan } from './plan/index.ts';
import { price } from './price/index.ts';
import { product } from './product/index.ts';
import { promotionCode } from './promotion-code/index.ts';
import { quote } from './quote/index.ts';
import { refund } from './refund/index.ts';
import { setupAttempt } from './setup-attempt/index.ts';
import { setupIntent } from './setup-intent/index.ts';
import { shippingRate } from './shipping-rate/index.ts';
import { source } from './source/index.ts';
import { subscription } from './subscription/index.ts';
import { subscriptionItem } from './subscription-item/index.ts';
import { subscriptionSchedule } from './subscription-schedule/index.ts';
import { taxAssociation } from './tax-association/index.ts';
import { taxCalculation } from './tax-calculation/index.ts';
import { taxCode } from './tax-code/index.ts';
import { taxId } from './tax-id/index.ts';
import { taxRate } from './tax-rate/index.ts';
import { taxRegistration } from './tax-registration/index.ts';
import { taxSettings } from './tax-settings/index.ts';
import { taxTransaction, taxTransactionLine } from './tax-transaction/index.ts';
import { testClock } from './test-clock/index.ts';
import { token } from './token/index.ts';
import { topup } from './topup/index.ts';
import { transfer } from './transfer/index.ts';
import { transferReversal } from './transfer-reversal/index.ts';
import { usageRecord } from './usage-record/index.ts';
import { webhookEndpoint } from './webhook-endpoint/index.ts';

const written: readonly Resource[] = [
  dispute,
  earlyFraudWarning,
  file,
  fileLink,
  bankAccount,
  card,
  customer,
  event,
  paymentMethod,
  token,
  webhookEndpoint,
  balance,
  balanceTransaction,
  charge,
  paymentIntent,
  setupIntent,
  setupAttempt,
  mandate,
  refund,
  transfer,
  transferReversal,
  payout,
  topup,
  usageRecord,
  balanceSettings,
  applicationFee,
  feeRefund,
  coupon,
  customerBalanceTransaction,
  discount,
  plan,
  price,
  product,
  promotionCode,
  shippingRate,
  taxId,
  taxRate,
  invoice,
  invoiceItem,
  invoiceLineItem,
  invoicePayment,
  item,
  quote,
  subscription,
  subscriptionItem,
  subscriptionSchedule,
  testClock,
  checkoutSession,
  paymentLink,
  billingPortalConfiguration,
  billingPortalSession,
  account,
  accountLink,
  accountSession,
  application,
  capability,
  loginLink,
  person,
  creditNote,
  creditNoteLineItem,
  cashBalance,
  confirmationToken,
  customerCashBalanceTransaction,
  paymentMethodConfiguration,
  paymentMethodDomain,
  source,
  billingMeter,
  billingMeterEvent,
  billingMeterEventAdjustment,
  taxCalculation,
  taxRegistration,
  taxSettings,
  taxTransaction,
  taxTransactionLine,
  taxAssociation,
  taxCode,
  billingAlert,
  billingAlertTriggered,
  billingCreditBalanceSummary,
  billingCreditBalanceTransaction,
  billingCreditGrant,
];

const types = new Set(written.map(({ type }) => type));

/** An outline stands until the object itself is written. */
export const resources: readonly Resource[] = [...written, ...outlines.filter(({ type }) => !types.has(type))];
