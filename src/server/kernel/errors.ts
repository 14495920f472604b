/** Stripe's error family: what the API answers when it refuses. Shapes and wordings: https://docs.stripe.com/api/errors */

type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

export interface ErrorDetails {
  type: ErrorType;
  message: string;
  code?: string | undefined;
  param?: string | undefined;
  [extra: string]: unknown;
}

export class StripeError extends Error {
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(status: number, details: ErrorDetails) {
    super(details.message);
    this.name = 'StripeError';
    this.status = status;
    this.details = details;
  }

  /** The same error with more keys, for example the intent it is about. */
  with(extra: Record<string, unknown>): StripeError {
    return new StripeError(this.status, { ...this.details, ...extra });
  }

  /** Keys alphabetical, absent ones left out, as Stripe sends them. */
  toBody(requestLogUrl?: string): { error: Record<string, unknown> } {
    const all: Record<string, unknown> = { ...this.details };
    if (this.details.code !== undefined)
      all.doc_url = `https://stripe.com/docs/error-codes/${this.details.code.replaceAll('_', '-')}`;
    if (requestLogUrl !== undefined) all.request_log_url = requestLogUrl;
    const error: Record<string, unknown> = {};
    for (const key of Object.keys(all).sort()) if (all[key] !== undefined && all[key] !== null) error[key] = all[key];
    return { error };
  }
}

function invalid(message: string, param?: string, code?: string, status = 400): StripeError {
  return new StripeError(status, { type: 'invalid_request_error', message, param, code });
}

/** `a`, `a or b`, `a, b, or c` */
function oneOf(values: readonly string[]): string {
  if (values.length < 3) return values.join(' or ');
  return `${values.slice(0, -1).join(', ')}, or ${values[values.length - 1]}`;
}

export const errors = {
  invalid,
  parameterUnknown(names: readonly string[]): StripeError {
    const message = names.length === 1 ? 'Received unknown parameter' : 'Received unknown parameters';
    return invalid(`${message}: ${names.join(', ')}`, names[0], 'parameter_unknown');
  },
  parameterMissing(param: string): StripeError {
    return invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
  },
  parameterInvalid(param: string, message: string, code?: string): StripeError {
    return invalid(message, param, code);
  },
  integer(param: string, sent: string): StripeError {
    return invalid(`Invalid integer: ${sent}`, param, 'parameter_invalid_integer');
  },
  tooSmall(param: string, least: number): StripeError {
    return invalid(`This value must be greater than or equal to ${least}.`, param, 'parameter_invalid_integer');
  },
  choice(param: string, name: string, values: readonly string[]): StripeError {
    return invalid(`Invalid ${name}: must be one of ${oneOf(values)}`, param);
  },
  empty(param: string): StripeError {
    return invalid(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      param,
      'parameter_invalid_empty',
    );
  },
  exclusive(params: readonly string[]): StripeError {
    return invalid(
      `You may only specify one of these parameters: ${params.join(', ')}.`,
      params[0],
      'parameters_exclusive',
    );
  },
  /** 404 for an id in the path, 400 for one in a parameter. `noun` is Stripe's spelling: `charge`, `PaymentMethod`, `file upload`. */
  missing(noun: string, id: string, param: string, where: 'path' | 'parameter'): StripeError {
    return invalid(`No such ${noun}: '${id}'`, param, 'resource_missing', where === 'path' ? 404 : 400);
  },
  unrecognizedUrl(method: string, path: string): StripeError {
    const hint =
      path.length > 1 && path.endsWith('/')
        ? ' If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.'
        : '';
    return invalid(
      `Unrecognized request URL (${method}: ${path}).${hint} Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      undefined,
      undefined,
      404,
    );
  },
  unauthorized(message: string, code?: string): StripeError {
    return invalid(message, undefined, code, 401);
  },
  card(details: Omit<ErrorDetails, 'type'> & { message: string }): StripeError {
    return new StripeError(402, { ...details, type: 'card_error' });
  },
  unexpected(message: string): StripeError {
    return new StripeError(500, { type: 'api_error', message });
  },
};
