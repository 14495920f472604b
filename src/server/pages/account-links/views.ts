/** What the owner of an account sees. */
import { html } from 'hono/html';
import type { Html, Page } from '../document.ts';
import { addressed } from '../parts.ts';
import { boxes } from './answers.ts';
import { groupOf, groups } from './fields.ts';
import { type AskedField, type Case, type FormName, formsOf, type Subject } from './forms.ts';

export interface Showing {
  readonly of: Case;
  readonly form: FormName;
  readonly subject: Subject | undefined;
  readonly fields: readonly AskedField[];
  /** Of the page that it belongs to. */
  readonly path: string;
  /** Why the last answers were not taken, and the name of the field that it is about. */
  readonly fault?: { readonly message: string; readonly name: string | undefined };
}

const titles: Readonly<Record<FormName, string>> = {
  type: 'What kind of business is it?',
  business: 'Tell us about the business',
  person: 'Who represents the business?',
  people: 'Who else owns or runs the business?',
  bank: 'Where shall payouts go?',
  other: 'Stripe needs something else',
  review: 'Review and submit',
};

function titleOf({ of, form, subject }: Pick<Showing, 'of' | 'form' | 'subject'>): string {
  if (form === 'person' && of.account.business_type === 'individual') return 'Tell us about yourself';
  if (form !== 'people' || subject === undefined) return titles[form];
  if ('group' in subject) return `Add the ${subject.group} of the business`;
  return `Tell us more about ${[subject.person.first_name, subject.person.last_name].filter(Boolean).join(' ') || 'this person'}`;
}

const idOf = (name: string): string => name.replaceAll(/\W+/g, '-').replace(/-$/, '');

function described(id: string, { hint, problem }: AskedField, wrong: boolean): Html {
  const by = [
    hint === undefined ? '' : `${id}-hint`,
    problem === undefined ? '' : `${id}-problem`,
    wrong ? 'fault' : '',
  ];
  const ids = by.filter((each) => each !== '').join(' ');
  const invalid = wrong || problem !== undefined;
  return html`${ids === '' ? '' : html` aria-describedby="${ids}"`}${invalid ? html` aria-invalid="true"` : ''}`;
}

function notes(id: string, { hint, problem }: AskedField): Html {
  return html`${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}${
    problem === undefined ? '' : html`<p class="error" id="${id}-problem">${problem}</p>`
  }`;
}

function input(field: AskedField, wrong: boolean): Html {
  const { autocomplete, choices, label, name, optional, pattern, provided, required, type, value } = field;
  const id = idOf(name);
  const more = described(id, field, wrong);
  const focus = wrong ? html` autofocus` : '';
  const demand = required ? html` required` : '';
  if (type === 'checkbox')
    return html`<label class="box"><input type="checkbox" name="${name}" value="true"${value === 'true' ? html` checked` : ''}${more}${focus}> ${label}</label>
<input type="hidden" name="${name.replace('relationship', boxes)}" value="1">`;
  const caption = html`<label for="${id}">${label}${optional ? html` <small>optional</small>` : ''}</label>`;
  if (choices !== undefined)
    return html`${caption}
<select id="${id}" name="${name}"${demand}${more}${focus}><option value=""></option>${choices.map(
      ([choice, text]) => html`<option value="${choice}"${choice === value ? html` selected` : ''}>${text}</option>`,
    )}</select>
${notes(id, field)}`;
  const kind = type === 'number' ? html`inputmode="numeric" pattern="[0-9]*"` : html`type="${type ?? 'text'}"`;
  const known = provided !== undefined && !required ? html` placeholder="Provided"` : '';
  return html`${caption}
<input id="${id}" name="${name}" ${kind}${pattern === undefined ? '' : html` pattern="${pattern}"`} autocomplete="${autocomplete ?? 'off'}" value="${value}"${demand}${known}${more}${focus}>
${notes(id, field)}`;
}

/** Fields that belong together are one group, which a screen reader names. */
function inputs(fields: readonly AskedField[], fault: Showing['fault']): Html[] {
  const parts: Html[] = [];
  const done = new Set<string>();
  for (const field of fields) {
    const group = groupOf(field.path);
    if (group === undefined) parts.push(input(field, field.name === fault?.name));
    else if (!done.has(group)) {
      done.add(group);
      const members = fields.filter(({ path }) => groupOf(path) === group);
      parts.push(
        html`<fieldset class="${group === 'dob' ? 'row' : ''}"><legend>${groups[group]}</legend>${members.map(
          (each) => html`<div>${input(each, each.name === fault?.name)}</div>`,
        )}</fieldset>`,
      );
    }
  }
  return parts;
}

const kinds: readonly (readonly [type: string, label: string])[] = [
  ['individual', 'An individual'],
  ['company', 'A company'],
  ['non_profit', 'A non-profit organization'],
  ['government_entity', 'A public body'],
];

function kindsIn({ account }: Case): Html {
  const offered = kinds.filter(([type]) => type !== 'government_entity' || account.country === 'US');
  return html`<fieldset><legend>The business is</legend>${offered.map(
    ([type, label], at) =>
      html`<label class="box"><input type="radio" name="business_type" value="${type}" required${
        account.business_type === type || (account.business_type == null && at === 0) ? html` checked` : ''
      }> ${label}</label>`,
  )}</fieldset>`;
}

function listed(of: Case, subject: Subject | undefined): Html {
  if (subject === undefined || !('group' in subject)) return html``;
  const known = of.persons.map(({ first_name, last_name }) => [first_name, last_name].filter(Boolean).join(' '));
  return known.length === 0 ? html`` : html`<p>Already there: ${known.join(', ')}.</p>`;
}

function progress({ of, form }: Showing): Html {
  const forms = formsOf(of);
  return html`<p>Step ${forms.indexOf(form) + 1} of ${forms.length} · account <code>${of.account.id}</code></p>`;
}

export const decisions = ['continue', 'everybody', 'fill', 'skip', 'finish', 'later'] as const;
export type Decision = (typeof decisions)[number];

/** The address to which a button of the form sends. */
function actionOf({ path, form, subject }: Showing, decision: Decision): string {
  const about: Record<string, string> = {};
  if (subject !== undefined && 'group' in subject) about.group = subject.group;
  else if (subject !== undefined) about.person = subject.person.id;
  return addressed(path, { form, ...about, decision });
}

export function formPage(showing: Showing, body: Html, main = 'Continue'): Page {
  const { fault, form, subject } = showing;
  const title = titleOf(showing);
  const button = (decision: Decision, label: string): Html =>
    html`<button formnovalidate formaction="${actionOf(showing, decision)}">${label}</button>`;
  const everybody = form === 'people' && subject !== undefined && 'group' in subject;
  return {
    title: fault === undefined ? title : `Error: ${title}`,
    body: html`<h1>${title}</h1>
${progress(showing)}
<form method="post" action="${actionOf(showing, 'continue')}">
${fault === undefined ? '' : html`<p class="error" id="fault" role="alert">${fault.message}</p>`}
${body}
<div class="buttons">
<button class="main">${everybody ? 'Add' : main}</button>
${everybody ? button('everybody', `There are no other ${subject.group}`) : ''}
${button('later', 'Save for later')}
</div>
${
  form === 'review'
    ? ''
    : html`<h2>In test mode</h2>
<div class="buttons">
${form === 'type' || form === 'other' ? '' : button('fill', 'Fill in test data')}
${button('skip', 'Skip this form')}
${button('finish', 'Fill in everything and submit')}
</div>`
}
</form>`,
  };
}

export function questions(showing: Showing): Page {
  const { of, form, fields, fault, subject } = showing;
  if (form === 'type') return formPage(showing, kindsIn(of));
  return formPage(showing, html`${listed(of, subject)}${inputs(fields, fault)}`);
}
