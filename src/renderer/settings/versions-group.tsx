/** What is at work, in which version. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { VersionView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { CopyButton, Group, Row } from '../components/controls.tsx';

const texts = strings.settings.general;

/** @param app its own version */
export function VersionsGroup({ app }: { readonly app: string }) {
  const versions = useSignal<readonly VersionView[] | null>(null);
  useEffect(() => {
    void ask('about.get').then((found) => {
      versions.value = found ?? [];
    });
  }, []);
  if (versions.value === null) return null;
  const lines = () =>
    [{ name: strings.product, version: app }, ...(versions.value ?? [])]
      .map(({ name, version }) => `${name} ${version ?? texts.versionUnknown}`)
      .join('\n');
  return (
    <Group label={texts.versions}>
      <Row label={texts.versions} isTop>
        <dl class="versions grow numbers selectable">
          {versions.value.map(({ name, version }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class={version === null ? 'soft' : ''}>{version ?? texts.versionUnknown}</dd>
            </div>
          ))}
        </dl>
        <CopyButton text={lines} />
      </Row>
    </Group>
  );
}
