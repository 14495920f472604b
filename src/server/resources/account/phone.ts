const callingCodes: Readonly<Record<string, string>> = { CA: '1', US: '1' };

/** National numbers come back with the country's code. */
export function phoneOf(sent: string, country: string): string {
  const digits = sent.replaceAll(/[\s().-]/g, '');
  const code = callingCodes[country];
  return code !== undefined && /^\d{10}$/.test(digits) ? `+${code}${digits}` : digits;
}
