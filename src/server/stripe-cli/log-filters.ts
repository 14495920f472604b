/** Which requests `stripe logs tail` wants to see; the CLI leaves it to the server to choose. */
import type { RequestLogEntry } from '../engine/sandbox.ts';
import { errors } from '../kernel/errors.ts';

export type LogFilters = Readonly<Record<string, readonly string[]>>;

/** What a request is matched by. */
interface Subject {
  readonly entry: RequestLogEntry;
  /** The account of the key. */
  readonly platform: string;
}

type Matches = (wanted: string, subject: Subject) => boolean;

const whose: Readonly<Record<string, (entry: RequestLogEntry, platform: string) => boolean>> = {
  self: ({ account }, platform) => account === platform,
  connect_out: ({ account }, platform) => account !== platform,
  // Requests of other platforms to this account: a sandbox has none.
  connect_in: () => false,
};

/** By the name of the filter; a request passes when one of the filter's values fits. */
const filters: Readonly<Record<string, Matches>> = {
  filter_account: (wanted, { entry, platform }) => whose[wanted.toLowerCase()]?.(entry, platform) ?? false,
  filter_http_method: (wanted, { entry }) => wanted.toUpperCase() === entry.method,
  // Only this machine calls.
  filter_ip_address: (wanted) => ['127.0.0.1', '::1'].includes(wanted),
  filter_request_path: (wanted, { entry }) => wanted === entry.path,
  filter_request_status: (wanted, { entry }) => (wanted.toUpperCase() === 'SUCCEEDED') === entry.status < 400,
  filter_source: (wanted) => wanted.toUpperCase() === 'API',
  filter_status_code: (wanted, { entry }) => Number(wanted) === entry.status,
  // The hundred that a range begins with: `400` for 4XX.
  filter_status_code_type: (wanted, { entry }) => wanted.charAt(0) === String(entry.status).charAt(0),
};

/** Throws the 400 of a bad request for what is no JSON object of lists of texts. */
export function readFilters(text: string | undefined): LogFilters {
  if (text === undefined || text === '') return {};
  const refused = errors.invalid('Invalid filters: must be a JSON object of lists of strings.', 'filters');
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    throw refused;
  }
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) throw refused;
  const read: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(sent)) {
    const values: unknown[] = Array.isArray(value) ? value : value === null || value === '' ? [] : [value];
    if (values.length > 0) read[name] = values.map(String);
  }
  return read;
}

export function passes(wanted: LogFilters, subject: Subject): boolean {
  return Object.entries(wanted).every(([name, values]) => {
    const matches = filters[name];
    return matches === undefined || values.some((value) => matches(value, subject));
  });
}
