/** What each call's request must look like. Nothing that a window sends reaches the engine without having passed here. */
import { z } from 'zod';
import {
  ALBUM_CHOICES,
  type CallName,
  type Calls,
  CHOOSABLE,
  FAILURE_CHOICES,
  HIDDEN_PLACES,
  LEADERS,
  LINKS,
  LOG_LEVELS,
  MEDIA_KINDS,
  PAUSE_CHOICES,
  REVEALABLE,
  TRASH_CHOICES,
  TRASH_GROUPS,
  TWIN_TREATMENTS,
  VERSIONS,
  WEEKDAYS,
} from '../../shared/contract.ts';

const nothing = z.null();
const text = z.string().max(2_000);
/** Longer than any key; the engine says what is wrong with it. */
const key = z.string().max(2_000);
const place = z.string().max(200).nullable();
const count = z.int().min(1).max(100_000);
const run = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const coordinate = z.int().min(-100_000).max(100_000);
const nullableText = text.nullable();

const setting = <const Name extends string, Value extends z.ZodType>(name: Name, value: Value) =>
  z.strictObject({ name: z.literal(name), value });

const settingChange = z.discriminatedUnion('name', [
  setting('server.url', nullableText),
  setting('library.path', text),
  setting('library.includeHidden', z.boolean()),
  setting('library.includeShared', z.boolean()),
  setting('library.includeUnpickedBursts', z.boolean()),
  setting('library.includeScreenshots', z.boolean()),
  setting('library.media', z.enum(MEDIA_KINDS).nullable()),
  setting('library.since', z.string().max(20).nullable()),
  setting('library.onlyInAlbums', z.boolean()),
  setting('library.versions', z.enum(VERSIONS)),
  setting('library.albumSeparator', text),
  setting('albums.which', z.enum(ALBUM_CHOICES)),
  setting('albums.chosen', z.array(z.string().max(200)).max(100_000)),
  setting('albums.emptyDeleted', z.boolean()),
  setting('albums.adopt', z.array(text).max(10_000)),
  setting('albums.separate', z.array(text).max(10_000)),
  setting('details.hiddenAs', z.enum(HIDDEN_PLACES)),
  setting('details.titles', z.boolean()),
  setting('details.favoriteRating', z.boolean()),
  setting('details.tagParent', nullableText),
  setting('details.leader', z.enum(LEADERS)),
  setting('details.hideFound', z.boolean()),
  setting('schedule.times', z.array(z.string().max(10)).max(100)),
  setting('schedule.days', z.array(z.enum(WEEKDAYS)).max(7)),
  setting('schedule.everyHours', z.number().nullable()),
  setting('schedule.catchUp', z.boolean()),
  setting('conditions.onlyOnPower', z.boolean()),
  setting('conditions.minimumBattery', z.number().nullable()),
  setting('conditions.networks', z.array(z.string().max(200)).max(100)),
  setting('conditions.avoidHotspots', z.boolean()),
  setting('conditions.waitAtMost', z.number()),
  setting('storage.stagingFolder', nullableText),
  setting('storage.diskBudget', z.number()),
  setting('cloud.fetchPerNight', z.number()),
  setting('tools.osxphotos', nullableText),
  setting('tools.immichGo', nullableText),
  setting('upload.concurrency', z.number()),
  setting('upload.bytesPerSecond', z.number().nullable()),
  setting('upload.twins', z.enum(TWIN_TREATMENTS)),
  setting('log.level', z.enum(LOG_LEVELS)),
]);

export const REQUEST_SCHEMAS: { readonly [Name in CallName]: z.ZodType<Calls[Name]['request']> } = {
  'snapshot.get': nothing,
  'sync.start': nothing,
  'sync.stop': nothing,
  'sync.pause': z.strictObject({ choice: z.enum(PAUSE_CHOICES) }),
  'sync.resume': nothing,
  'settings.get': nothing,
  'settings.change': settingChange,
  'key.save': z.strictObject({ key }),
  'key.remove': nothing,
  'server.test': z.strictObject({ url: nullableText, key: key.nullable() }),
  'user.accept': nothing,
  'library.check': z.strictObject({ mayAsk: z.boolean() }),
  'networks.current': nothing,
  'albums.adoptable': nothing,
  'albums.list': nothing,
  'tools.check': nothing,
  'tools.install': z.strictObject({ name: z.string().max(50) }),
  'plan.preview': nothing,
  'plan.cancel': nothing,
  'legacy.find': nothing,
  'legacy.import': nothing,
  'doctor.run': nothing,
  'history.list': z.strictObject({ limit: count }),
  'history.details': z.strictObject({ run }),
  'former-edits.list': z.strictObject({ limit: count }),
  'remainder.list': z.strictObject({ reason: z.string().max(100), limit: count }),
  'remainder.decide': z
    .strictObject({
      choice: z.enum(FAILURE_CHOICES),
      uuids: z.array(z.string().max(200)).min(1).max(10_000).nullable(),
    })
    .refine(({ choice, uuids }) => choice === 'retry' || uuids !== null),
  'library.confirm': nothing,
  'trash.decide': z.strictObject({
    choice: z.enum(TRASH_CHOICES),
    which: z.union([z.enum(TRASH_GROUPS), z.array(z.string().max(200)).min(1).max(10_000)]),
  }),
  'log.read': z.strictObject({ run: run.nullable(), limit: count }),
  'notifications.introduce': nothing,
  'login-item.set': z.strictObject({ enabled: z.boolean() }),
  'question.get': nothing,
  'question.answer': z.strictObject({ isConfirmed: z.boolean() }),
  'window.open': z.strictObject({ window: z.enum(['settings', 'activity', 'setup']), place }),
  'window.close': nothing,
  'link.open': z.strictObject({ link: z.enum(LINKS) }),
  'asset.open': z.strictObject({ remoteId: z.uuid() }),
  reveal: z.strictObject({ what: z.enum(REVEALABLE) }),
  choose: z.strictObject({ what: z.enum(CHOOSABLE) }),
  'clipboard.write': z.strictObject({ text: z.string().max(20_000_000) }),
  'diagnostics.copy': z.strictObject({ run: run.nullable() }),
  'app.relaunch': nothing,
  'menu.open': z.strictObject({ x: coordinate, y: coordinate }),
};
