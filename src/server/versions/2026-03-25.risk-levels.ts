import type { ParamHash } from '../kernel/params.ts';
import type { Rename, VersionChange } from './change.ts';
import { renamed, within } from './reshape.ts';

const operation = 'testHelpers.issuing.authorizations.create';
const risks = ['card_testing_risk', 'merchant_dispute_risk'];
const renames = risks.map((risk): Rename => [`risk_assessment.${risk}.risk_level`, `risk_assessment.${risk}.level`]);

const levels = (assessment: ParamHash): ParamHash =>
  risks.reduce((all, risk) => within(all, risk, (each) => renamed(each, 'risk_level', 'level')), assessment);

/** https://docs.stripe.com/changelog/dahlia/2026-03-25 */
export const riskLevels: VersionChange = {
  version: '2026-03-25.dahlia',
  description: '`risk_level` of the risks of an authorization with a card of Issuing is their `level`.',
  operations: new Set([operation]),
  takes: { [operation]: renames.map(([was]) => was) },
  renames,
  upgrade: (params) => within(params, 'risk_assessment', levels),
};
