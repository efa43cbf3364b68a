/** What a connection to one of the server's addresses needs besides the address. */

/** At home, which is the first address, and away. */
export const SERVER_PLACES = ['home', 'away'] as const;
export type ServerPlace = (typeof SERVER_PLACES)[number];

/** What may be told of it: names, and never a value. */
export interface ConnectionView {
  /** Scheme, host and port, `https://photos.example.org`: what it is for, and nothing of it goes anywhere else. */
  readonly origin: string;
  /** Whether an address of the settings is there; otherwise it is kept for an earlier address, and not sent. */
  readonly isUsed: boolean;
  readonly headers: readonly HeaderView[];
  /** The name of the file that it came from; null without one. */
  readonly clientCertificate: string | null;
  /** The name of the file whose authorities are trusted besides those of the system; null without one. */
  readonly certificateAuthority: string | null;
}

export interface HeaderView {
  readonly name: string;
  /** Whether its value stands in the settings file, where an earlier version or a configuration has written it. */
  readonly isInSettings: boolean;
}
