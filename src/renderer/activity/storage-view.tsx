/** Where the bytes of the library lie, and how it has grown. */
import type { LibraryMap } from '../../shared/contract.ts';
import { formatBytes } from '../../shared/format.ts';
import { growthBars } from '../../shared/growth-bars.ts';
import { strings } from '../../shared/strings.ts';

const texts = strings.library.storage;

export function StorageView({ map: { all, years } }: { readonly map: LibraryMap }) {
  const most = Math.max(all.macBytes, all.cloudBytes, all.verifiedBytes, 1);
  const places = [
    { key: 'mac', name: texts.mac, items: all.onMac, bytes: all.macBytes },
    { key: 'cloud', name: texts.cloud, items: all.inCloud, bytes: all.cloudBytes },
    { key: 'immich', name: texts.immich, items: all.complete, bytes: all.verifiedBytes },
  ];
  const bars = growthBars(years);
  const whole = Math.max(all.macBytes + all.cloudBytes, all.verifiedBytes);
  return (
    <>
      <section class="card" aria-labelledby="storage-places">
        <h2 id="storage-places" class="card-title">
          {texts.places}
        </h2>
        <dl class="storage-places numbers">
          {places.map(({ key, name, items, bytes }) => (
            <div key={key}>
              <dt>{name}</dt>
              <dd>
                <svg class={`place-bar ${key}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="all" width="100" height="8" />
                  <rect class="filled" width={bytes === 0 ? 0 : Math.max(0.5, (bytes / most) * 100)} height="8" />
                </svg>
                <span>{texts.place({ count: items, bytes: formatBytes(bytes) })}</span>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section class="card" aria-labelledby="storage-growth">
        <h2 id="storage-growth" class="card-title">
          {texts.growth}
        </h2>
        <p class="soft numbers growth-sum">
          {texts.growthSum({ all: formatBytes(whole), inImmich: formatBytes(all.verifiedBytes) })}
        </p>
        <ol class="growth numbers">
          {bars.map(({ year, bytes, inImmich, height, filled }) => (
            <li key={year} title={texts.year({ year, all: formatBytes(bytes), inImmich: formatBytes(inImmich) })}>
              <span class="only-heard">
                {texts.year({ year, all: formatBytes(bytes), inImmich: formatBytes(inImmich) })}
              </span>
              <svg viewBox="0 0 20 100" preserveAspectRatio="none" aria-hidden="true">
                <rect class="all" y={100 - height} width="20" height={height} />
                <rect class="filled" y={100 - filled} width="20" height={filled} />
              </svg>
              <span class="soft" aria-hidden="true">
                {bars.length > 14 ? `’${year.slice(2)}` : year}
              </span>
            </li>
          ))}
        </ol>
      </section>
      {all.inCloud > 0 && <p class="soft">{texts.hint}</p>}
    </>
  );
}
