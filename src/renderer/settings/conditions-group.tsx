/** The conditions under which syncs start by themselves: power, networks, and how long they are waited for. */
import { useSignal } from '@preact/signals';
import type { SettingsView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button, Group, Row, Select, SwitchRow, SymbolButton, TextField } from '../components/controls.tsx';
import { changeSetting, settingErrors } from './settings-state.ts';

const texts = strings.settings.schedule;

const PERCENTAGES = ['none', '20', '30', '50', '80'] as const;

export function ConditionsGroup({ view: { values } }: { readonly view: SettingsView }) {
  const battery = values['conditions.minimumBattery'];
  const onlyOnPower = values['conditions.onlyOnPower'];
  // A percentage from the command line is shown, too.
  const choices = [...new Set<string>([...PERCENTAGES, String(battery ?? 'none')])];
  return (
    <Group label={texts.conditions}>
      <SwitchRow
        label={texts.onlyOnPower}
        isOn={onlyOnPower}
        onChange={(value) => void changeSetting({ name: 'conditions.onlyOnPower', value })}
      />
      {!onlyOnPower && (
        <Row label={texts.minimumBattery} controlId="battery">
          <Select
            id="battery"
            value={String(battery ?? 'none')}
            options={choices.map((value) => ({
              value,
              label: value === 'none' ? texts.anyBattery : texts.percent({ value: Number(value) }),
            }))}
            onChange={(value) =>
              void changeSetting({ name: 'conditions.minimumBattery', value: value === 'none' ? null : Number(value) })
            }
          />
        </Row>
      )}
      <SwitchRow
        label={texts.avoidHotspots}
        isOn={values['conditions.avoidHotspots']}
        onChange={(value) => void changeSetting({ name: 'conditions.avoidHotspots', value })}
      />
      <Networks networks={values['conditions.networks']} />
      <Row
        label={texts.waitAtMost}
        controlId="wait"
        hint={texts.waitHint}
        error={settingErrors.value['conditions.waitAtMost']}
      >
        <TextField
          id="wait"
          type="number"
          width="short"
          min={1}
          max={168}
          value={String(values['conditions.waitAtMost'])}
          onCommit={(value) => void changeSetting({ name: 'conditions.waitAtMost', value: Number(value) })}
        />
        {texts.hours}
      </Row>
    </Group>
  );
}

/** Each is written as the hardware address of its router, a space and a name. */
const ADDRESS_LENGTH = 17;
const nameOf = (network: string) => network.slice(ADDRESS_LENGTH + 1);
const withName = (network: string, name: string) => `${network.slice(0, ADDRESS_LENGTH)} ${name.trim()}`.trim();

function Networks({ networks }: { readonly networks: readonly string[] }) {
  const notice = useSignal<string | null>(null);
  const change = (value: readonly string[]) => void changeSetting({ name: 'conditions.networks', value });
  const add = async () => {
    const [router] = (await ask('networks.current')) ?? [];
    const isKnown = networks.some((network) => network.startsWith(router ?? ' '));
    notice.value = router === undefined ? texts.noNetwork : isKnown ? texts.networkKnown : null;
    if (router !== undefined && !isKnown)
      change([...networks, withName(router, texts.newNetwork({ index: networks.length + 1 }))]);
  };
  return (
    <Row
      label={texts.networks}
      hint={notice.value ?? (networks.length === 0 ? texts.anyNetwork : texts.networksHint)}
      error={settingErrors.value['conditions.networks']}
    >
      <div class="chips">
        {networks.map((network, index) => (
          <span class="time-chip" key={network}>
            <TextField
              id={`network-${index}`}
              type="text"
              width="medium"
              label={texts.networkName({ index: index + 1 })}
              value={nameOf(network)}
              onCommit={(name) => change(networks.map((old) => (old === network ? withName(network, name) : old)))}
            />
            <SymbolButton
              symbol="cross"
              label={texts.removeNetwork({ name: nameOf(network) })}
              onClick={() => change(networks.filter((old) => old !== network))}
            />
          </span>
        ))}
        <Button onClick={() => void add()}>{texts.addNetwork}</Button>
      </div>
    </Row>
  );
}
