/** What the states of the US levy on sales, out of 100, without counties and cities, and how their ZIP codes begin. */

interface State {
  readonly name: string;
  readonly rate: string;
  /** First and last three digits of its ZIP codes. */
  readonly zips: readonly (readonly [number, number])[];
}

const row = (name: string, rate: string, ...zips: readonly (readonly [number, number])[]): State => ({
  name,
  rate,
  zips,
});

export const states: Readonly<Record<string, State>> = {
  AK: row('Alaska', '0', [995, 999]),
  AL: row('Alabama', '4', [350, 369]),
  AR: row('Arkansas', '6.5', [716, 729]),
  AZ: row('Arizona', '5.6', [850, 865]),
  CA: row('California', '7.25', [900, 961]),
  CO: row('Colorado', '2.9', [800, 816]),
  CT: row('Connecticut', '6.35', [60, 69]),
  DC: row('District of Columbia', '6', [200, 205], [569, 569]),
  DE: row('Delaware', '0', [197, 199]),
  FL: row('Florida', '6', [320, 349]),
  GA: row('Georgia', '4', [300, 319], [398, 399]),
  HI: row('Hawaii', '4', [967, 968]),
  IA: row('Iowa', '6', [500, 528]),
  ID: row('Idaho', '6', [832, 838]),
  IL: row('Illinois', '6.25', [600, 629]),
  IN: row('Indiana', '7', [460, 479]),
  KS: row('Kansas', '6.5', [660, 679]),
  KY: row('Kentucky', '6', [400, 427]),
  LA: row('Louisiana', '5', [700, 714]),
  MA: row('Massachusetts', '6.25', [10, 27], [55, 55]),
  MD: row('Maryland', '6', [206, 219]),
  ME: row('Maine', '5.5', [39, 49]),
  MI: row('Michigan', '6', [480, 499]),
  MN: row('Minnesota', '6.875', [550, 567]),
  MO: row('Missouri', '4.225', [630, 658]),
  MS: row('Mississippi', '7', [386, 397]),
  MT: row('Montana', '0', [590, 599]),
  NC: row('North Carolina', '4.75', [270, 289]),
  ND: row('North Dakota', '5', [580, 588]),
  NE: row('Nebraska', '5.5', [680, 693]),
  NH: row('New Hampshire', '0', [30, 38]),
  NJ: row('New Jersey', '6.625', [70, 89]),
  NM: row('New Mexico', '4.875', [870, 884]),
  NV: row('Nevada', '6.85', [889, 898]),
  NY: row('New York', '4', [5, 5], [100, 149]),
  OH: row('Ohio', '5.75', [430, 459]),
  OK: row('Oklahoma', '4.5', [730, 749]),
  OR: row('Oregon', '0', [970, 979]),
  PA: row('Pennsylvania', '6', [150, 196]),
  RI: row('Rhode Island', '7', [28, 29]),
  SC: row('South Carolina', '6', [290, 299]),
  SD: row('South Dakota', '4.2', [570, 577]),
  TN: row('Tennessee', '7', [370, 385]),
  TX: row('Texas', '6.25', [750, 799], [885, 885]),
  UT: row('Utah', '4.85', [840, 847]),
  VA: row('Virginia', '5.3', [201, 201], [220, 246]),
  VT: row('Vermont', '6', [50, 54], [56, 59]),
  WA: row('Washington', '6.5', [980, 994]),
  WI: row('Wisconsin', '5', [530, 549]),
  WV: row('West Virginia', '6', [247, 268]),
  WY: row('Wyoming', '4', [820, 831]),
};

/** The state of a ZIP code; the longest match is the narrowest range. */
export function stateOfZip(zip: string): string | undefined {
  const start = Number.parseInt(zip.slice(0, 3), 10);
  if (!/^\d{5}(-\d{4})?$/.test(zip)) return undefined;
  const width = (state: string): number => {
    const range = states[state]?.zips.find(([from, to]) => start >= from && start <= to);
    return range === undefined ? Number.POSITIVE_INFINITY : range[1] - range[0];
  };
  const [nearest] = Object.keys(states).sort((a, b) => width(a) - width(b));
  return nearest !== undefined && width(nearest) < Number.POSITIVE_INFINITY ? nearest : undefined;
}
