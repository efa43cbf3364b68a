/** The reference of the settings, from their one table. */
import { type Form, SETTING_NAMES, SETTINGS, type Setting, type SettingName } from '../../src/core/model/settings.ts';
import { showText } from '../../src/core/settings/forms.ts';
import { inCode, inText } from './markdown.ts';

const SECTION_TITLES: Readonly<Record<string, string>> = {
  server: 'Server',
  library: 'Library',
  albums: 'Albums',
  details: 'Details',
  schedule: 'Schedule',
  conditions: 'Conditions',
  storage: 'Storage',
  cloud: 'Originals in iCloud',
  tools: 'Tools',
  upload: 'Upload',
  app: 'App',
  hooks: 'Monitoring',
  log: 'Log',
};

export function settingReference(): string {
  const sections = Map.groupBy(SETTING_NAMES, (name) => name.split('.')[0] ?? '');
  return [...sections]
    .flatMap(([section, names]) => [`## ${SECTION_TITLES[section] ?? section}`, ...names.map(describe)])
    .join('\n\n');
}

function describe(name: SettingName): string {
  const setting: Setting<unknown> = SETTINGS[name];
  const { about, form, isOptional, byDefault, inWindows } = setting;
  return [
    `### ${name} {#${name.replace('.', '-')}}`,
    `${inText(about)}${inWindows ? '' : ' On the command line only.'}`,
    `Values: ${valuesOf(form, isOptional)}. Default: ${inCode(defaultText(form, showText(setting, byDefault)))}.`,
  ].join('\n\n');
}

/** What can be typed. */
function valuesOf(form: Form, isOptional: boolean): string {
  const values = formText(form);
  return isOptional ? `${values}, or ${inCode('none')}` : values;
}

const english = (value: number) => value.toLocaleString('en');

function formText(form: Form): string {
  switch (form.form) {
    case 'yes-no':
      return '`yes`, `no`';
    case 'choice':
      return form.of.map(inCode).join(', ');
    case 'number':
      return form.written === 'bytes'
        ? `${bytesText(form.least)} to ${bytesText(form.most)}`
        : `${english(form.least)} to ${english(form.most)}${form.written === 'percent' ? '%' : ''}`;
    case 'server-address':
      return 'an address';
    case 'headers':
      return '`Name: value`, one a line';
    case 'path':
      return 'a path from `/` or `~/`';
    case 'program':
      return 'a path from `/`';
    case 'day':
      return 'a day';
    case 'separator':
      return 'up to 10 characters';
    case 'tag':
      return 'a name';
    case 'times':
      return 'times, or `none`';
    case 'weekdays':
      return 'days, or `daily`';
    case 'album-uuids':
      return 'UUIDs, or `none`';
    case 'album-names':
      return 'names, one a line, or `none`';
    case 'networks':
      return 'networks, one a line, or `none`';
  }
}

function defaultText(form: Form, shown: string): string {
  return form.form === 'weekdays' ? 'daily' : shown;
}

/** As it can be typed. */
function bytesText(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1_000;
  while (value >= 1_000 && units.length > 1) {
    value /= 1_000;
    units.shift();
  }
  return `${value} ${units[0]}`;
}
