/** What `stripe logs tail` is told of a request. */
import type { RequestLogEntry } from '../engine/sandbox.ts';

/** The fields of an error that the CLI prints, each on a line of its own. */
const shown = ['type', 'charge', 'code', 'decline_code', 'message', 'param'] as const;

function errorOf({ status, response }: RequestLogEntry): object {
  if (status < 400) return {};
  try {
    const { error } = JSON.parse(response) as { error?: Readonly<Record<string, unknown>> };
    return Object.fromEntries(shown.map((name) => [name, typeof error?.[name] === 'string' ? error[name] : '']));
  } catch {
    return {};
  }
}

export function requestLogEvent(entry: RequestLogEntry): object {
  const payload = {
    created_at: entry.created,
    livemode: false,
    method: entry.method,
    request_id: entry.id,
    status: entry.status,
    url: entry.path,
    error: errorOf(entry),
  };
  return {
    type: 'request_log_event',
    request_log_id: entry.id.replace(/^req_/, 'resp_'),
    event_payload: JSON.stringify(payload),
  };
}
