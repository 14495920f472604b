/** Days and countries in English. Formats are made when first used: their data takes milliseconds to load. */
let days: Intl.DateTimeFormat | undefined;
let countries: Intl.DisplayNames | undefined;

/** `January 31, 2026`, of Unix seconds. */
export function day(time: number): string {
  days ??= new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
  return days.format(time * 1000);
}

/** The code itself where it is that of no country. */
export function countryName(code: string): string {
  countries ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
}
