/** What is brought over besides the files, and who leads. */
import { LEADERS, type SettingsView } from '../../shared/contract.ts';
import { tagParentText } from '../../shared/phrases.ts';
import { strings } from '../../shared/strings.ts';
import { Group, Row, Select, SwitchRow, TextField } from '../components/controls.tsx';
import { changeSetting, settingErrors } from './settings-state.ts';

const texts = strings.settings.details;

export function DetailsPage({ view: { values } }: { readonly view: SettingsView }) {
  const parent = values['details.tagParent'];
  return (
    <>
      <Group>
        <Row label={texts.leader} controlId="leader" hint={texts.leaderHint}>
          <Select
            id="leader"
            value={values['details.leader']}
            options={LEADERS.map((value) => ({ value, label: texts.leaders[value] }))}
            onChange={(value) => void changeSetting({ name: 'details.leader', value })}
          />
        </Row>
      </Group>
      <Group>
        <Row
          label={texts.tagParent}
          controlId="tag-parent"
          hint={tagParentText(parent)}
          error={settingErrors.value['details.tagParent']}
        >
          <TextField
            id="tag-parent"
            width="medium"
            value={parent ?? ''}
            placeholder={texts.tagParentPlaceholder}
            onCommit={(value) =>
              void changeSetting({ name: 'details.tagParent', value: value.trim() === '' ? null : value })
            }
          />
        </Row>
        <SwitchRow
          label={texts.titles}
          hint={texts.titlesHint}
          isOn={values['details.titles']}
          onChange={(value) => void changeSetting({ name: 'details.titles', value })}
        />
        <SwitchRow
          label={texts.favoriteRating}
          hint={texts.favoriteRatingHint}
          isOn={values['details.favoriteRating']}
          onChange={(value) => void changeSetting({ name: 'details.favoriteRating', value })}
        />
        <SwitchRow
          label={texts.hideFound}
          hint={texts.hideFoundHint}
          isOn={values['details.hideFound']}
          onChange={(value) => void changeSetting({ name: 'details.hideFound', value })}
        />
      </Group>
      <p class="faint">{texts.always}</p>
    </>
  );
}
