/** `/setup/...`: where account links lead, and the forms behind them. */
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Engine } from '../../engine/engine.ts';
import { readParams } from '../../http/body.ts';
import { StripeError } from '../../kernel/errors.ts';
import type { Params } from '../../kernel/params.ts';
import type { Work } from '../../kernel/work.ts';
import { answer } from '../../resources/account/owner.ts';
import { follow, leave, opened } from '../../resources/account-link/follow.ts';
import { answerPage, type Page } from '../document.ts';
import { inSandboxOf } from '../seller-sandbox.ts';
import { answersOf, everybodyThere, paramsOf, withTestData } from './answers.ts';
import {
  type Case,
  caseOf,
  demandedIn,
  type FormName,
  fieldsIn,
  formNames,
  type Group,
  groupRoles,
  nextForm,
  type Subject,
  subjectOf,
} from './forms.ts';
import { unknownLink } from './problems.ts';
import { otherThings, review } from './review.ts';
import { type Decision, decisions, questions, type Showing } from './views.ts';

type Reply =
  | { readonly page: Page; readonly of: Case; readonly status?: ContentfulStatusCode }
  | { readonly location: string };

interface Place {
  readonly account: string;
  readonly token: string;
  /** Of the forms: the link itself opens only once. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

function placeOf(c: Context): Place {
  const { kind = '', account = '', token = '' } = c.req.param() as Record<string, string>;
  return { account, token, path: `/setup/${kind}/${account}/${token}/form`, query: c.req.query() };
}

const oneOf = <T extends string>(values: readonly T[], value: string | undefined): T | undefined =>
  values.find((each) => each === value);

const groupNames = Object.keys(groupRoles) as Group[];

function subjectIn(of: Case, form: FormName, { person, group }: Readonly<Record<string, string>>): Subject | undefined {
  if (form !== 'people') return undefined;
  const named = of.persons.find(({ id }) => id === person);
  if (named !== undefined) return { person: named };
  const role = oneOf(groupNames, group);
  return role === undefined ? subjectOf(of) : { group: role };
}

/** The form that the address names, or the one that comes next. */
function showingOf(of: Case, { path, query }: Pick<Place, 'path' | 'query'>): Showing {
  const form = oneOf(formNames, query.form) ?? nextForm(of);
  const subject = subjectIn(of, form, query);
  return { of, form, subject, fields: fieldsIn(of, form, subject), path };
}

const pageOf = (showing: Showing): Page =>
  showing.form === 'review' ? review(showing) : showing.form === 'other' ? otherThings(showing) : questions(showing);

function filledIn(showing: Showing): Showing {
  const { of, form, subject, fields } = showing;
  return { ...showing, fields: withTestData(of, form, subject, fields) };
}

async function done(work: Work, of: Case): Promise<Reply> {
  await leave(work, of.link);
  return { location: of.link.return_url };
}

/** The same form again while something of it is missing; whoever came back to it by hand is led on all the same. */
async function decide(engine: Engine, work: Work, showing: Showing, decision: Decision, sent: Params): Promise<Reply> {
  const { registry } = engine;
  const { of, form, subject, path } = showing;
  if (decision === 'later') return done(work, of);
  if (decision === 'finish') {
    await work.perform(of.account, 'onboard');
    return done(work, of);
  }
  const filled = filledIn(showing);
  if (decision === 'fill') return { page: pageOf(filled), of };
  const nobodyElse =
    subject !== undefined && 'group' in subject && decision !== 'continue' ? everybodyThere(subject.group) : undefined;
  const params = decision === 'skip' ? skippedParams(filled) : sent;
  const account = await answer(work, of.account, nobodyElse ?? answersOf(registry, of, form, subject, params));
  if (form === 'review') return done(work, of);
  const now = await caseOf(work, of.link, account);
  const missing = fieldsIn(now, form, subject).filter(({ required, value }) => required && value === '');
  const stays = form === nextForm(now) && form !== 'people' && demandedIn(now, form).length > 0;
  if (!stays) return { location: path };
  const message = `Still missing: ${missing.map(({ label }) => label).join(', ') || 'something of this form'}.`;
  const again = { ...showingOf(now, { path, query: { form } }), fault: { message, name: missing[0]?.name } };
  return { page: pageOf(again), of: now, status: 400 };
}

const skippedParams = ({ form, fields, of }: Showing): Params =>
  form === 'type' ? { business_type: of.account.business_type ?? 'individual' } : paramsOf(fields);

export function addAccountLinks(pages: Hono, engine: Engine): void {
  /** `use` gets what is open, in a transaction; whoever comes with a link that is over goes to its `refresh_url`. */
  async function visit(
    c: Context,
    open: typeof follow,
    use: (work: Work, of: Case, place: Place) => Promise<Reply>,
  ): Promise<Response> {
    const place = placeOf(c);
    const reply = await inSandboxOf(engine, place.account, async (work): Promise<Reply | undefined> => {
      const found = await open(work, place.account, place.token);
      if (found === undefined) return undefined;
      if (found.account === undefined) return { location: found.link.refresh_url };
      return use(work, await caseOf(work, found.link, found.account), place);
    });
    if (reply === undefined) return unknownLink(c);
    if ('location' in reply) {
      const location = reply.location.startsWith('/') ? reply.location : new URL(reply.location).href;
      return c.body(null, c.req.method === 'GET' ? 302 : 303, { location, 'cache-control': 'no-store' });
    }
    const { link } = reply.of;
    const targets = [link.return_url, link.refresh_url].map((url) => new URL(url).protocol);
    return answerPage(c, reply.page, reply.status ?? 200, [...new Set(targets)].join(' '));
  }

  const show = async (_: Work, of: Case, place: Place): Promise<Reply> => ({ page: pageOf(showingOf(of, place)), of });
  const path = '/setup/:kind/:account/:token';
  pages.get(path, (c) => visit(c, follow, show));
  pages.get(`${path}/form`, (c) => visit(c, opened, show));

  pages.post(`${path}/form`, async (c) => {
    const decision = oneOf(decisions, c.req.query('decision')) ?? 'continue';
    let sent: Params = {};
    try {
      sent = await readParams(c.req.raw);
      return await visit(c, opened, (work, of, place) => decide(engine, work, showingOf(of, place), decision, sent));
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      const { message, param } = error.details;
      return visit(c, opened, async (_, of, place) => {
        const showing = showingOf(of, place);
        const name = param?.replace(/^bank_account\[(\w+)\]$/, '$1');
        return { page: pageOf({ ...retyped(showing, sent), fault: { message, name } }), of, status: 400 };
      });
    }
  });
}

/** What was typed stays in the form. */
function retyped(showing: Showing, sent: Params): Showing {
  const typed = (name: string): unknown =>
    name
      .split(/[[\]]+/)
      .filter((part) => part !== '')
      .reduce<unknown>(
        (inner, key) =>
          typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
            ? (inner as Record<string, unknown>)[key]
            : undefined,
        sent,
      );
  const fields = showing.fields.map((field) => {
    const value = typed(field.name);
    return typeof value === 'string' ? { ...field, value } : field;
  });
  return { ...showing, fields };
}
