/**
 * The words that Immich Sync itself is made of. What it and its tools write about a person's photos is told apart by them: a word of ours says
 * nothing about anybody, every other one may be a name.
 */

/** Comments give examples, such as places. */
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*(?:\/\/|#).*$/gm;
const WORD = /[\p{L}\p{M}\p{N}_]+(?:\.[\p{L}\p{M}\p{N}_]+)*/gu;

/** What Python, Node, Go and the systems say of a failure; no source of ours has these. */
const OF_OTHERS = `
  accept access address aborted already argument arguments attempt attribute bad base bind block broken bytes call can cannot catalog certificate chain
  child client close closed code codec command compressed connect connection context copy corrupt could create cross current data deadline decode
  decoding default delete deny denied dependency descriptor device dial did directory disk document does encode end eof error errno exceeded exception
  exec executable exist exists exit expected expired exception failed failure fatal file files folder for format found from frame function gateway got
  handle handler handshake has header header headers host id in index input internal interrupted invalid io is issuer its journal key keys killed last
  length library limit line link local lock locked long lookup malformed memory message method missing mode module most name network no node none not
  null object of on open opening operation option or out output panic parent parse parsing path peer permission permitted pipe pointer port process
  protocol proxy queue quota range raise read reading reason recent record redirect refused refusing remote request reset resolve resource response
  return returned root route runtime schema self send server signal signed size socket space stack stat status stream string such switch syntax system
  table temporary terminated the thread time timed timeout tls to token too trace traceback transport truncated try type unable unavailable undefined
  unexpected unknown unreachable unsupported use user utf8 utf valid value values version wait was while with work write writing wrong x509 zero
  econnrefused econnreset ehostunreach enetunreach enotfound etimedout epipe eacces eperm enoent enospc eio ebusy emfile exdev enotconn eproto
  keyerror valueerror typeerror oserror attributeerror indexerror runtimeerror filenotfounderror permissionerror unicodedecodeerror operationalerror
  databaseerror sqlite sqlite3 syscall tcp udp aae arw avi bmp cr2 cr3 dng gif heic heif jpeg jpg m4v mov mp4 nef orf photoslibrary png raf tif tiff webp xmp http https dns ipv4 ipv6 lan vpn ssl cert ca`;

/** @param sources texts of programs and of what they say */
export function ownWords(sources: Iterable<string>): ReadonlySet<string> {
  const words = new Set(OF_OTHERS.trim().split(/\s+/));
  for (const source of sources)
    for (const [found] of source.replace(COMMENTS, '').matchAll(WORD)) {
      const word = found.toLowerCase();
      words.add(word);
      for (const piece of word.split('.')) words.add(piece);
    }
  return words;
}
