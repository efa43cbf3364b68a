/** Opening at login, and what notifications are shown for. */
import { NOTIFY_CHOICES, type NotifyChoice, type SettingsView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask, openLink } from '../actions.ts';
import { Button, Group, Row, Select, SwitchRow } from '../components/controls.tsx';
import { changeSetting, loadSettings } from './settings-state.ts';

const texts = strings.settings.general;

export function StartGroup({ view }: { readonly view: SettingsView }) {
  const changeLogin = async (enabled: boolean) => {
    await ask('login-item.set', { enabled });
    await loadSettings();
  };
  return (
    <Group label={texts.start}>
      <SwitchRow
        label={texts.login}
        hint={texts.loginHint[view.loginItem]}
        isOn={view.loginItem === 'enabled' || view.loginItem === 'requires-approval'}
        disabled={view.loginItem === 'unsupported'}
        onChange={(enabled) => void changeLogin(enabled)}
      />
      {view.loginItem === 'requires-approval' && (
        <div class="group-row">
          <Button onClick={() => openLink('login-items')}>{strings.links['login-items']}</Button>
        </div>
      )}
      {view.notifications !== 'unsupported' && <NotificationsRow view={view} />}
    </Group>
  );
}

function NotificationsRow({ view: { values, notifications } }: { readonly view: SettingsView }) {
  const choice = values['app.notifications'];
  const introduce = async () => {
    await ask('notifications.introduce');
    await loadSettings();
  };
  return (
    <Row
      label={texts.notifications}
      controlId="notifications"
      hint={notifications === 'failed' ? texts.notificationsFailed : texts.notifyHint[choice]}
    >
      <Select<NotifyChoice>
        id="notifications"
        value={choice}
        options={NOTIFY_CHOICES.map((value) => ({ value, label: texts.notify[value] }))}
        onChange={(value) => void changeSetting({ name: 'app.notifications', value })}
      />
      {notifications === 'failed' && (
        <Button onClick={() => openLink('notifications')}>{strings.links.notifications}</Button>
      )}
      <Button onClick={() => void introduce()}>{texts.tryNotification}</Button>
    </Row>
  );
}
