import type { StoredObject } from '../../kernel/work.ts';

/** Of an API version that had them: all that was used at one moment. */
export interface UsageRecord extends StoredObject {
  readonly object: 'usage_record';
  readonly livemode: false;
  readonly quantity: number;
  readonly subscription_item: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

export interface UsageRecordSummary extends StoredObject {
  readonly object: 'usage_record_summary';
  readonly invoice: string | null;
  readonly livemode: false;
  readonly period: { readonly start: number | null; readonly end: number | null };
  readonly subscription_item: string;
  readonly total_usage: number;
}
