/** The permissions of an API key, by what they are for; with a key also which of them it has. */
import { PERMISSION_GROUPS, type PermissionGroup, type PermissionName } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { CopyButton, Group } from './controls.tsx';
import { Glyph } from './marks.tsx';

const texts = strings.settings.server;

interface PermissionGroupsProps {
  /** The names that the key has; null before there is one. */
  readonly granted: ReadonlySet<string> | null;
}

const needed = PERMISSION_GROUPS.filter(({ required }) => required);
const optional = PERMISSION_GROUPS.filter(({ required }) => !required);

export function PermissionGroups({ granted }: PermissionGroupsProps) {
  return (
    <Group label={texts.permissions}>
      <Kind title={texts.needed} groups={needed} granted={granted} copied={needed} copy={texts.copyNeeded} />
      <Kind title={texts.forMore} groups={optional} granted={granted} copied={PERMISSION_GROUPS} copy={texts.copyAll} />
      <p class="group-row soft">{texts.noPhotoIsDeleted}</p>
    </Group>
  );
}

interface KindProps extends PermissionGroupsProps {
  readonly title: string;
  readonly groups: readonly PermissionGroup[];
  /** What the button puts on the clipboard. */
  readonly copied: readonly PermissionGroup[];
  readonly copy: string;
}

function Kind({ title, groups, granted, copied, copy }: KindProps) {
  return (
    <section class="group-row permission-kind" aria-label={title}>
      <div class="between">
        <strong>{title}</strong>
        <CopyButton text={() => listOf(copied)} label={copy} />
      </div>
      <ul>
        {groups.map((group) => (
          <li key={group.serves}>
            <span class="scopes">
              {group.permissions.map((name) => (
                <PermissionTag
                  key={name}
                  name={name}
                  look={granted === null ? null : lookOf(granted.has(name), group.required)}
                />
              ))}
            </span>
            <span class="soft">{strings.permissions.purposes[group.serves]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Look = 'yes' | 'no' | 'maybe';

const lookOf = (isGranted: boolean, isRequired: boolean): Look => (isGranted ? 'yes' : isRequired ? 'no' : 'maybe');

const MARKS = { yes: 'tick', no: 'cross', maybe: 'dash' } as const;

/** @param look null where no key was looked at */
export function PermissionTag({ name, look }: { readonly name: PermissionName; readonly look: Look | null }) {
  return (
    <code class={`scope selectable ${look ?? ''}`} title={strings.permissions.meanings[name]}>
      {look !== null && (
        <>
          <Glyph name={MARKS[look]} />
          <span class="only-heard">{look === 'yes' ? texts.granted : texts.notGranted}: </span>
        </>
      )}
      {name}
    </code>
  );
}

/** One a line: each is looked for and ticked by itself in Immich's form, which lists them in this order. */
function listOf(groups: readonly PermissionGroup[]): string {
  return groups.flatMap(({ permissions }): readonly string[] => permissions).join('\n');
}
