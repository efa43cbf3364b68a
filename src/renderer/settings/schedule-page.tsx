import { type SettingsView, WEEKDAYS, type Weekday } from '../../shared/contract.ts';
import { formatMoment } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { Button, Group, Row, Select, SwitchRow, SymbolButton, TextField } from '../components/controls.tsx';
import { now, snapshot } from '../state.ts';
import { ConditionsGroup } from './conditions-group.tsx';
import { changeSetting, settingErrors } from './settings-state.ts';

const texts = strings.settings.schedule;

type Way = 'daily' | 'hourly' | 'manual';

/** What a person gets who changes to this way. */
const DEFAULT_TIMES = ['02:00'];
const DEFAULT_HOURS = 6;

export function SchedulePage({ view }: { readonly view: SettingsView }) {
  const { values } = view;
  const times = values['schedule.times'];
  const hours = values['schedule.everyHours'];
  const way: Way = hours !== null ? 'hourly' : times.length > 0 ? 'daily' : 'manual';
  const locale = snapshot.value?.appearance.locale ?? 'en-GB';

  const changeWay = async (next: Way) => {
    await changeSetting({ name: 'schedule.everyHours', value: next === 'hourly' ? DEFAULT_HOURS : null });
    if (next === 'manual') await changeSetting({ name: 'schedule.times', value: [] });
    if (next === 'daily' && times.length === 0) await changeSetting({ name: 'schedule.times', value: DEFAULT_TIMES });
  };
  const changeTimes = (next: readonly string[]) => void changeSetting({ name: 'schedule.times', value: next });

  return (
    <>
      <Group>
        <Row label={texts.how} controlId="way">
          <Select<Way>
            id="way"
            value={way}
            options={[
              { value: 'daily', label: texts.daily },
              { value: 'hourly', label: texts.hourly },
              { value: 'manual', label: texts.manual },
            ]}
            onChange={(next) => void changeWay(next)}
          />
        </Row>
        {way === 'daily' && (
          <Row label={texts.times} error={settingErrors.value['schedule.times']}>
            <div class="chips">
              {times.map((time, index) => (
                <span class="time-chip" key={time}>
                  <TextField
                    id={`time-${index}`}
                    type="time"
                    width="short"
                    label={`${texts.times} ${index + 1}`}
                    value={time}
                    onCommit={(value) => changeTimes(times.map((old) => (old === time ? value : old)))}
                  />
                  {times.length > 1 && (
                    <SymbolButton
                      symbol="cross"
                      label={texts.removeTime({ time })}
                      onClick={() => changeTimes(times.filter((old) => old !== time))}
                    />
                  )}
                </span>
              ))}
              <Button onClick={() => changeTimes([...times, freeTime(times)])}>{texts.addTime}</Button>
            </div>
          </Row>
        )}
        {way === 'hourly' && (
          <Row label={texts.every} controlId="hours" error={settingErrors.value['schedule.everyHours']}>
            <TextField
              id="hours"
              type="number"
              width="short"
              min={1}
              max={168}
              value={String(hours)}
              onCommit={(value) => void changeSetting({ name: 'schedule.everyHours', value: Number(value) })}
            />
            {texts.hours}
          </Row>
        )}
        {way !== 'manual' && (
          <Row label={texts.days} error={settingErrors.value['schedule.days']}>
            <Days days={values['schedule.days']} />
          </Row>
        )}
        <Row label={texts.next}>
          <span class="numbers">
            {view.nextRuns.length === 0
              ? texts.nothingDue
              : view.nextRuns.map((at) => formatMoment(at, now.value, locale)).join(' · ')}
          </span>
        </Row>
      </Group>
      {way !== 'manual' && <ConditionsGroup view={view} />}
      <Group>
        <SwitchRow
          label={texts.catchUp}
          hint={texts.catchUpHint}
          isOn={values['schedule.catchUp']}
          disabled={way === 'manual'}
          onChange={(value) => void changeSetting({ name: 'schedule.catchUp', value })}
        />
      </Group>
    </>
  );
}

function Days({ days }: { readonly days: readonly Weekday[] }) {
  const toggle = (day: Weekday) => {
    const next = days.includes(day) ? days.filter((other) => other !== day) : [...days, day];
    void changeSetting({ name: 'schedule.days', value: next });
  };
  return (
    <fieldset class="day-buttons">
      <legend class="only-heard">{texts.days}</legend>
      {WEEKDAYS.map((day) => (
        <button key={day} type="button" aria-pressed={days.includes(day)} onClick={() => toggle(day)}>
          {strings.weekdays[day]}
        </button>
      ))}
    </fieldset>
  );
}

/** The next full hour two hours after the last time that is not taken yet. */
function freeTime(times: readonly string[]): string {
  let hour = Number.parseInt(times.at(-1) ?? '0', 10);
  for (let step = 0; step < 24; step += 1) {
    hour = (hour + (step === 0 ? 2 : 1)) % 24;
    const time = `${String(hour).padStart(2, '0')}:00`;
    if (!times.includes(time)) return time;
  }
  return '12:30';
}
