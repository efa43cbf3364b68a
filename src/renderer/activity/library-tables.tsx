/** The same as the map, in numbers. */
import type { LibraryMap, StorageCount } from '../../shared/contract.ts';
import { formatBytes, formatCount } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import type { NamedPlace } from './named-place.ts';

const texts = strings.library;

export function PlaceTable({ label, places }: { readonly label: string; readonly places: readonly NamedPlace[] }) {
  return (
    <table class="figures numbers">
      <thead>
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">{texts.columns.items}</th>
          <th scope="col">{texts.columns.inImmich}</th>
          <th scope="col">{texts.columns.notYet}</th>
        </tr>
      </thead>
      <tbody>
        {places.map(({ key, name, assets, complete }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>{formatCount(assets)}</td>
            <td>{formatCount(complete)}</td>
            <td>{assets === complete ? '–' : formatCount(assets - complete)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function StorageTable({ map }: { readonly map: LibraryMap }) {
  return (
    <table class="figures numbers">
      <thead>
        <tr>
          <th scope="col">{texts.columns.year}</th>
          <th scope="col">{texts.columns.items}</th>
          <th scope="col">{texts.columns.onMac}</th>
          <th scope="col">{texts.columns.inCloud}</th>
          <th scope="col">{texts.columns.inImmich}</th>
        </tr>
      </thead>
      <tbody>
        {map.years.map((year) => (
          <StorageRow key={year.year} name={year.year === '' ? texts.undatedName : year.year} count={year} />
        ))}
      </tbody>
      <tfoot>
        <StorageRow name={texts.storage.all} count={map.all} />
      </tfoot>
    </table>
  );
}

function StorageRow({ name, count }: { readonly name: string; readonly count: StorageCount }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{formatCount(count.assets)}</td>
      <td>{formatBytes(count.macBytes)}</td>
      <td>{count.inCloud === 0 ? '–' : formatBytes(count.cloudBytes)}</td>
      <td>{formatBytes(count.verifiedBytes)}</td>
    </tr>
  );
}
