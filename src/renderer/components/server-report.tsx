/** What a test of the server found: its version, whose key it is, and each thing the key may or may not do. */
import type { PermissionView, ServerTest } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { Group, Row } from './controls.tsx';
import { Glyph } from './marks.tsx';

export function PermissionList({ permissions }: { readonly permissions: readonly PermissionView[] }) {
  return (
    <ul class="permissions">
      {permissions.map((permission) => {
        const look = permission.granted ? 'yes' : permission.required ? 'no' : 'maybe';
        return (
          <li key={permission.name} class={look} title={permission.name}>
            <Glyph name={permission.granted ? 'tick' : 'cross'} />
            <span>
              <span class="only-heard">
                {permission.granted ? strings.settings.server.has : strings.settings.server.lacks}:{' '}
              </span>
              {permission.meaning}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export function ServerReport({ test }: { readonly test: ServerTest }) {
  const lacking = test.permissions.filter((permission) => !permission.granted);
  return (
    <Group label={strings.settings.server.mayTitle}>
      <Row label={strings.settings.server.mayTitle}>
        <PermissionList permissions={test.permissions} />
      </Row>
      {lacking.map((permission) => (
        <div class="group-row soft" key={permission.name}>
          {permission.required
            ? strings.settings.server.missing(permission.name, permission.meaning)
            : strings.settings.server.missingOptional(permission.name, permission.meaning)}
        </div>
      ))}
      {test.warnings.map((warning) => (
        <div class="group-row soft" key={warning}>
          {warning}
        </div>
      ))}
    </Group>
  );
}
