/** What files are for, and what each purpose takes: https://docs.stripe.com/file-upload */
import type { Format } from './formats.ts';

export interface Purpose {
  readonly maxBytes: number;
  readonly formats: readonly Format[];
  /** Seconds until the contents are gone; never when left out. */
  readonly lifetime?: number;
  /** Its owner can read it back; Stripe shows a `url`. */
  readonly downloadable: boolean;
  /** File links may make it public. */
  readonly linkable: boolean;
  /** Width and height of an image, in pixels. */
  readonly maxPixels?: number;
  readonly maxPages?: number;
}

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const day = 86_400;
const document: readonly Format[] = ['pdf', 'jpg', 'png'];
const picture: readonly Format[] = ['jpg', 'png', 'gif'];
const open = { downloadable: true, linkable: true };
const guarded = { downloadable: false, linkable: false };

export const purposes: Readonly<Record<string, Purpose>> = {
  account_requirement: { maxBytes: 64 * megabyte, formats: document, ...guarded },
  additional_verification: { maxBytes: 16 * megabyte, formats: document, ...guarded },
  business_icon: { maxBytes: 512 * kilobyte, formats: picture, ...open },
  business_logo: { maxBytes: 512 * kilobyte, formats: picture, ...open },
  customer_signature: { maxBytes: 4 * megabyte, formats: ['jpg', 'png', 'svg'], lifetime: 7 * day, ...open },
  dispute_evidence: { maxBytes: 5 * megabyte, formats: document, lifetime: 270 * day, maxPages: 49, ...open },
  identity_document: {
    maxBytes: 32 * megabyte,
    formats: document,
    maxPixels: 8000,
    downloadable: true,
    linkable: false,
  },
  issuing_regulatory_reporting: { maxBytes: 256 * kilobyte, formats: ['json'], lifetime: 2 * 365 * day, ...open },
  pci_document: { maxBytes: 16 * megabyte, formats: ['pdf'], ...open },
  platform_terms_of_service: { maxBytes: 64 * megabyte, formats: ['pdf', 'txt', 'md'], ...guarded },
  tax_document_user_upload: {
    maxBytes: 16 * megabyte,
    formats: ['pdf', 'csv', 'jpg', 'png', 'xlsx', 'docx'],
    ...open,
  },
  terminal_android_apk: { maxBytes: 200 * megabyte, formats: ['apk'], lifetime: 182 * day, ...open },
  terminal_reader_splashscreen: { maxBytes: 4 * megabyte, formats: picture, lifetime: 365 * day, ...open },
  terminal_wifi_certificate: { maxBytes: 100 * kilobyte, formats: ['pem'], ...guarded },
  terminal_wifi_private_key: { maxBytes: 100 * kilobyte, formats: ['pem'], ...guarded },
};

/** Purposes of files that Stripe makes itself. */
export const madeByStripe: readonly string[] = [
  'document_provider_identity_document',
  'finance_report_run',
  'financial_account_statement',
  'identity_document_downloadable',
  'selfie',
  'sigma_scheduled_query',
];

const linkableOfStripe = madeByStripe.filter((purpose) => purpose !== 'document_provider_identity_document');

export const linkablePurposes: readonly string[] = [
  ...Object.keys(purposes).filter((purpose) => purposes[purpose]?.linkable),
  ...linkableOfStripe,
];

export function isDownloadable(purpose: string): boolean {
  return purposes[purpose]?.downloadable ?? linkableOfStripe.includes(purpose);
}
