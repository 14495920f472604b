/** https://docs.stripe.com/reports/api */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { StoredObject, Work } from '../../kernel/work.ts';
import type { StoredFile } from '../file/stored.ts';
import { changes, makes, moves } from './happening.ts';

type Run = Stripe.Reporting.ReportRun & StoredObject;
type ReportType = Stripe.Reporting.ReportType & StoredObject;
type QueryRun = Stripe.Sigma.ScheduledQueryRun & StoredObject;

const day = 86_400;

/** What Stripe writes into a report of a test account without transactions: the heading alone. */
const emptyReport = new TextEncoder().encode('category,net_amount,currency\n');

async function reportFile(work: Work, run: Run): Promise<StoredFile> {
  const blank = work.blank<StoredFile>('file');
  await work.putBlob(blank.id, emptyReport);
  return work.insert<StoredFile>({
    ...blank,
    filename: `${run.id}.csv`,
    purpose: 'finance_report_run',
    size: emptyReport.length,
    title: `FinanceReportRun ${run.id}`,
    type: 'csv',
    url: `${work.baseUrl}/v1/files/${blank.id}/contents`,
  });
}

/** A report over no time at all fails. */
function spansTime({ parameters: { interval_start: start, interval_end: end } }: Run): boolean {
  return start === undefined || end === undefined || start < end;
}

export const reportRun = defineResource<Run>('reporting.report_run', {
  outline: true,
  machine: {
    initial: ['pending'],
    rules: [
      { from: 'pending', action: 'succeed', to: 'succeeded' },
      { from: 'pending', action: 'fail', to: 'failed' },
    ],
    guards: { spans_time: spansTime, spans_none: (run) => !spansTime(run) },
    timers: [
      { in: 'pending', when: 'spans_time', after: 10, soon: true, action: 'succeed' },
      { in: 'pending', when: 'spans_none', after: 10, soon: true, action: 'fail' },
    ],
  },
  events: [on.enter('succeeded', 'reporting.report_run.succeeded'), on.enter('failed', 'reporting.report_run.failed')],
  outside: {
    async succeed(work, run) {
      const result = await work.show(await reportFile(work, run));
      return work.act<Run>(run, 'succeed', { result, succeeded_at: work.now });
    },
    fail: moves<Run>('fail', () => ({ error: 'The report could not be generated. Please try again.' })),
  },
});

/** Reports that a connected account cannot ask for are not told apart here. */
const isReportType = (id: string): boolean => /^[a-z_]+(\.[a-z_]+)+\.\d+$/.test(id);

export const reportType = defineResource<ReportType>('reporting.report_type', {
  outline: true,
  events: [on.change('reporting.report_type.updated')],
  async mint(work, id) {
    if (!isReportType(id)) return undefined;
    const [version = '1'] = id.split('.').reverse();
    return work.insert<ReportType>({
      ...work.blank<ReportType>('reporting.report_type'),
      id,
      data_available_end: work.now - (work.now % day),
      data_available_start: work.now - 365 * day,
      default_columns: ['category', 'net_amount', 'currency'],
      name: id,
      updated: work.now - (work.now % day),
      version: Number(version),
    });
  },
  outside: {
    load_data: changes<ReportType>(({ data_available_end: end }, { now }) => ({
      data_available_end: end + day,
      updated: Math.max(now, end),
    })),
  },
});

export const scheduledQueryRun = defineResource<QueryRun>('scheduled_query_run', {
  outline: true,
  events: [on.create('sigma.scheduled_query_run.created')],
  arisesFrom: {
    account: {
      run_scheduled_query: makes<Stripe.Account, QueryRun>('scheduled_query_run', (_, { now }) => ({
        data_load_time: now,
        result_available_until: now + 30 * day,
        sql: 'SELECT count(*) FROM charges',
        status: 'completed',
        title: 'Count all charges',
      })),
    },
  },
});
