/** What each call's request must look like. Nothing that a window sends reaches the engine without having passed here. */
import { z } from 'zod';
import type { ProblemCode } from '../../core/model/problem.ts';
import { SETTINGS, WINDOW_SETTING_NAMES } from '../../core/model/settings.ts';
import { TOOLS } from '../../core/model/tools.ts';
import { messageOf } from '../../core/settings/forms.ts';
import {
  type CallName,
  type Calls,
  CHOOSABLE,
  FAILURE_CHOICES,
  HOOKS,
  isPhotosUuid,
  LINKS,
  PAUSE_CHOICES,
  PLACED_WINDOWS,
  PLACES,
  REVEALABLE,
  RUN_ITEM_KINDS,
  type SettingChange,
  TRASH_CHOICES,
  TRASH_GROUPS,
} from '../../shared/contract.ts';

const nothing = z.null();
const text = z.string().max(2_000);
/** Longer than any key; the engine says what is wrong with it. */
const key = z.string().max(2_000);
/** The longest header that servers take. */
const secret = z.string().max(10_000);
const place = z.string().max(200).nullable();
const count = z.int().min(1).max(100_000);
const run = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const coordinate = z.int().min(-100_000).max(100_000);
const pageHeight = z.number().int().min(1).max(20_000);
const nullableText = text.nullable();

const settingChange = z.union(
  WINDOW_SETTING_NAMES.map((name) => z.strictObject({ name: z.literal(name), value: messageOf(SETTINGS[name]) })),
) as unknown as z.ZodType<SettingChange>;

export const REQUEST_SCHEMAS: { readonly [Name in CallName]: z.ZodType<Calls[Name]['request']> } = {
  'snapshot.get': nothing,
  'language.get': nothing,
  'sync.start': nothing,
  'sync.stop': nothing,
  'sync.pause': z.strictObject({ choice: z.enum(PAUSE_CHOICES) }),
  'sync.resume': nothing,
  'check.start': nothing,
  'check.stop': nothing,
  'settings.get': nothing,
  'settings.change': settingChange,
  'key.save': z.strictObject({ key }),
  'key.remove': nothing,
  'server.find': z.strictObject({ url: text }),
  'server.test': z.strictObject({ url: nullableText, key: key.nullable() }),
  'header.set': z.strictObject({ address: text, name: text, value: secret }),
  'header.remove': z.strictObject({ address: text, name: text }),
  'certificate.choose': z.strictObject({ address: text, passphrase: text.nullable() }),
  'certificate.remove': z.strictObject({ address: text }),
  'authority.choose': z.strictObject({ address: text }),
  'authority.remove': z.strictObject({ address: text }),
  'connection.reuse': z.strictObject({ from: text, address: text }),
  'connection.forget': z.strictObject({ address: text }),
  'user.accept': nothing,
  'server.accept': z.strictObject({ address: text.nullable() }),
  'library.check': z.strictObject({ mayAsk: z.boolean() }),
  'networks.current': nothing,
  'albums.adoptable': nothing,
  'albums.list': nothing,
  'tools.check': nothing,
  'tools.install': z.strictObject({ names: z.array(z.enum(TOOLS)).min(1).max(TOOLS.length) }),
  'tools.cancel': nothing,
  'tools.use': z.strictObject({ name: z.enum(TOOLS), path: nullableText }),
  'tools.update': z.strictObject({ isNeeded: z.boolean() }),
  'plan.preview': nothing,
  'plan.foretell': nothing,
  'plan.cancel': nothing,
  'legacy.find': nothing,
  'legacy.import': nothing,
  'doctor.run': nothing,
  'hooks.list': nothing,
  'hooks.set': z.strictObject({ hook: z.enum(HOOKS), address: key }),
  'hooks.remove': z.strictObject({ hook: z.enum(HOOKS) }),
  'hooks.test': z.strictObject({ hook: z.enum(HOOKS) }),
  'about.get': nothing,
  'history.list': z.strictObject({ limit: count }),
  'history.details': z.strictObject({ run }),
  'history.contents': z.strictObject({ run }),
  'history.items': z.strictObject({
    run,
    kinds: z.array(z.enum(RUN_ITEM_KINDS)).min(1).max(RUN_ITEM_KINDS.length),
    limit: count,
    isNewestFirst: z.boolean(),
  }),
  'library.map': nothing,
  'library.albums': nothing,
  'library.lacking': z.strictObject({ by: z.enum(PLACES), key: z.string().max(200), limit: z.int().min(1).max(500) }),
  'find.open': nothing,
  'find.search': z.strictObject({
    typed: z.string().max(500),
    language: z.string().max(50),
    after: z.int().nullable(),
  }),
  'find.card': z.strictObject({ uuid: z.string().max(50) }),
  'photos.show': z.strictObject({ uuid: z.string().refine(isPhotosUuid) }),
  'former-edits.list': z.strictObject({ limit: count }),
  'remainder.list': z.strictObject({ reason: z.string().max(100), limit: count }),
  'remainder.decide': z
    .strictObject({
      choice: z.enum(FAILURE_CHOICES),
      uuids: z.array(z.string().max(200)).min(1).max(10_000).nullable(),
    })
    .refine(({ choice, uuids }) => choice === 'try-again' || uuids !== null),
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
  'question.fit': z.strictObject({ height: pageHeight }),
  'window.open': z.strictObject({ window: z.enum(PLACED_WINDOWS), place }),
  'window.close': nothing,
  'link.open': z.strictObject({ link: z.enum(LINKS) }),
  // A code that another version has kept is not in our table.
  'problem.explain': z.strictObject({
    code: z
      .string()
      .regex(/^[a-z]+(?:-[a-z]+)*$/)
      .max(60) as unknown as z.ZodType<ProblemCode>,
  }),
  'asset.open': z.strictObject({ remoteId: z.uuid() }),
  reveal: z.strictObject({ what: z.enum(REVEALABLE) }),
  choose: z.strictObject({ what: z.enum(CHOOSABLE) }),
  'clipboard.write': z.strictObject({ text: z.string().max(20_000_000) }),
  'report.save': nothing,
  'diagnostics.copy': z.strictObject({ run: run.nullable() }),
  'diagnostics.collect': nothing,
  'diagnostics.save': nothing,
  'app.relaunch': nothing,
  'updates.check': nothing,
  'updates.restart': nothing,
  'updates.notes': nothing,
  'updates.forget-news': nothing,
  'menu.open': z.strictObject({ x: coordinate, y: coordinate }),
  'popover.fit': z.strictObject({ height: pageHeight }),
};
