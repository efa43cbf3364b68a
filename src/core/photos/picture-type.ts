/** What a small picture is, by its first bytes: those of Photos are JPEG, those of Immich WebP or JPEG. Nothing else is shown. */
export function pictureType(bytes: Uint8Array): 'image/jpeg' | 'image/webp' | null {
  const starts = (at: number, text: string) => Buffer.from(text, 'latin1').equals(bytes.subarray(at, at + text.length));
  if (starts(0, '\xff\xd8\xff')) return 'image/jpeg';
  return starts(0, 'RIFF') && starts(8, 'WEBP') ? 'image/webp' : null;
}
