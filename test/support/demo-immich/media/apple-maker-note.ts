/** EXIF tag 0x0011 of Apple's maker note: the identifier that a live photo's still shares with its film. */
const CONTENT_IDENTIFIER = 0x0011;
const HEADER = 'Apple iOS\0';
/** The directory begins after the header, a version and the byte order; its offsets count from the note's first byte. */
const DIRECTORY_START = 14;

/** Null for other makers' notes and for photos that are no live photo. Layout as exiftool's documentation of Apple tags has it. */
export function contentIdentifierOfMakerNote(note: Buffer): string | null {
  if (note.length < DIRECTORY_START + 2 || note.toString('latin1', 0, HEADER.length) !== HEADER) return null;
  const little = note.toString('latin1', 12, 14) === 'II';
  const short = (at: number) => (little ? note.readUInt16LE(at) : note.readUInt16BE(at));
  const long = (at: number) => (little ? note.readUInt32LE(at) : note.readUInt32BE(at));
  const count = short(DIRECTORY_START);
  for (let index = 0; index < count; index += 1) {
    const entry = DIRECTORY_START + 2 + index * 12;
    if (entry + 12 > note.length) return null;
    if (short(entry) !== CONTENT_IDENTIFIER) continue;
    const length = long(entry + 4);
    const start = length <= 4 ? entry + 8 : long(entry + 8);
    if (start + length > note.length) return null;
    return note.toString('latin1', start, start + length).replace(/\0+$/, '') || null;
  }
  return null;
}
