import { defineResource } from '../../kernel/resource.ts';
import { createUsageRecord } from './create.ts';
import type { UsageRecord } from './stored.ts';
import { listUsageRecordSummaries } from './summaries.ts';

export const usageRecord = defineResource<UsageRecord>('usage_record', {
  operations: {
    'subscriptionItems.createUsageRecord': createUsageRecord,
    'subscriptionItems.listUsageRecordSummaries': listUsageRecordSummaries,
  },
});
