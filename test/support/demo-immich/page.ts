import { isListed } from './access.ts';
import type { AlbumRecord, AssetRecord } from './records.ts';
import type { State } from './state.ts';

/** The page shows so many pictures at most; a browser gains nothing from more. */
const PICTURES_SHOWN = 600;

const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const STYLE = `
:root{color-scheme:light dark;--line:#e3e3e8;--soft:#6b6b72;--card:#f6f6f8;--accent:#4250af;--ground:#fff;--text:#1d1d1f}
@media (prefers-color-scheme:dark){:root{--line:#3a3a3f;--soft:#9a9aa2;--card:#232327;--accent:#adb9ff;--ground:#17171a;--text:#f2f2f4}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.45 system-ui,-apple-system,sans-serif;background:var(--ground);color:var(--text)}
main{max-width:1200px;margin:0 auto;padding:32px 24px 64px}
header{display:flex;align-items:baseline;gap:12px;flex-wrap:wrap}
h1{font-size:26px;margin:0;color:var(--accent)}h2{font-size:17px;margin:36px 0 12px}
.soft{color:var(--soft)}
.counts{display:flex;gap:12px;flex-wrap:wrap;margin:20px 0 0;padding:0;list-style:none}
.counts li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:10px 16px;min-width:110px}
.counts b{display:block;font-size:22px;font-variant-numeric:tabular-nums}
.albums{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:16px}
.album{border:1px solid var(--line);border-radius:12px;overflow:hidden;background:var(--card)}
.album img,.album .none{display:block;width:100%;height:120px;object-fit:cover;background:var(--line)}
.album div{padding:8px 12px 10px}.album strong{display:block;overflow-wrap:anywhere}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(130px,1fr));gap:8px}
figure{margin:0;position:relative}
figure img{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:8px;background:var(--card)}
figcaption{font-size:12px;color:var(--soft);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding:3px 2px 0}
.marks{position:absolute;top:6px;right:6px;display:flex;gap:4px}
.marks span{background:#000a;color:#fff;border-radius:6px;font-size:11px;padding:1px 6px}
.empty{border:1px dashed var(--line);border-radius:12px;padding:40px;text-align:center;color:var(--soft)}
`;

const counted = (count: number, one: string, many = `${one}s`) =>
  `<li><b>${count.toLocaleString('en-GB')}</b>${count === 1 ? one : many}</li>`;

function picture(asset: AssetRecord): string {
  const marks = [
    asset.livePhotoVideoId !== null && 'Live',
    asset.type === 'VIDEO' && 'Video',
    asset.isFavorite && '♥',
    asset.visibility === 'archive' && 'Archived',
    asset.tagIds.size > 0 && `#${asset.tagIds.size}`,
  ].filter((mark) => mark !== false);
  const name = escapeHtml(asset.originalFileName);
  const caption = asset.exif.description === '' ? name : escapeHtml(asset.exif.description);
  return (
    `<figure title="${name}"><img loading="lazy" alt="${caption}" src="/demo/thumbnail/${asset.id}">` +
    `<div class="marks">${marks.map((mark) => `<span>${mark}</span>`).join('')}</div>` +
    `<figcaption>${caption}</figcaption></figure>`
  );
}

function card(state: State, album: AlbumRecord): string {
  const shown = [...album.assetIds].flatMap((id) => state.assets.get(id) ?? []).filter(isListed);
  const cover = shown.find(({ id }) => id === album.thumbnailAssetId) ?? shown[0];
  const image = cover ? `<img loading="lazy" alt="" src="/demo/thumbnail/${cover.id}">` : '<span class="none"></span>';
  const size = `${shown.length} ${shown.length === 1 ? 'item' : 'items'}`;
  const name = escapeHtml(album.name === '' ? 'Untitled' : album.name);
  return `<div class="album">${image}<div><strong>${name}</strong><span class="soft">${size}</span></div></div>`;
}

/** A page for a person who opens the demo server in a browser: what arrived, its albums and pictures. Nothing from outside. */
export function page(state: State, version: string): string {
  const all = [...state.assets.values()].filter((asset) => asset.visibility !== 'locked' && asset.deletedAt === null);
  const listed = all.filter(isListed);
  listed.sort((a, b) => b.fileCreatedAt.getTime() - a.fileCreatedAt.getTime());
  const albums = [...state.albums.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rest = listed.length - PICTURES_SHOWN;
  const counts = [
    counted(listed.filter(({ type }) => type === 'IMAGE').length, 'photo'),
    counted(listed.filter(({ type }) => type === 'VIDEO').length, 'video'),
    counted(all.filter(({ livePhotoVideoId }) => livePhotoVideoId !== null).length, 'Live Photo'),
    counted(albums.length, 'album'),
    counted(state.tags.size, 'tag'),
  ].join('');
  const pictures =
    listed.length === 0
      ? '<p class="empty">Nothing has been uploaded yet.</p>'
      : `<div class="grid">${listed.slice(0, PICTURES_SHOWN).map(picture).join('')}</div>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Demo Immich</title><style>${STYLE}</style></head><body><main>
<header><h1>Demo Immich</h1><span class="soft">${escapeHtml(version)} · a stand-in server on this computer, for trying out</span></header>
<ul class="counts">${counts}</ul>
${albums.length > 0 ? `<h2>Albums</h2><div class="albums">${albums.map((album) => card(state, album)).join('')}</div>` : ''}
<h2>Photos and videos</h2>${pictures}${rest > 0 ? `<p class="soft">and ${rest.toLocaleString('en-GB')} more</p>` : ''}
</main></body></html>`;
}
