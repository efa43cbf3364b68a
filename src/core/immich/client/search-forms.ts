/** How a search is said to servers of different versions. Pure. */
import type { MetadataSearchDto } from '@immich/sdk';
import { z } from 'zod';
import type { ServerVersion } from './http.ts';

/** What has to be true of an asset that is searched for, besides that it is in the timeline or in the archive. */
export interface Question {
  readonly albumId?: string | undefined;
  /** A child of the tag will do. */
  readonly tagId?: string | undefined;
  /** Milliseconds since 1970, both ends included. */
  readonly takenBetween?: readonly [from: number, to: number] | undefined;
  /** Has a film of its own, as a Live Photo has. */
  readonly isMotion?: true;
  /** Also what is in the trash; not if not given. */
  readonly withTrash?: boolean;
  /** Also what the file says of camera, place and time. */
  readonly withExif?: boolean;
}

/** The largest page of a search. */
const PAGE = 1_000;
/** What a search is for: the videos of Live Photos are hidden behind their stills, and no key can search the locked folder. */
const SEARCHED = ['timeline', 'archive'] as const;

export interface SearchForm {
  /** The searches that answer a question together. */
  readonly searches: (question: Question) => readonly MetadataSearchDto[];
  /** What leads to the first page, and to the one after an answer. */
  readonly first: MetadataSearchDto;
  readonly next: (answer: Following) => MetadataSearchDto | null;
  /** What an answer has to tell of the pages after it. */
  readonly following: z.ZodType<Following>;
}

/** Where the next page is; null where there is none. A form reads the one of both that it asks by. */
interface Following {
  readonly nextPage?: string | null | undefined;
  readonly nextCursor?: string | null | undefined;
}

const isoOf = (time: number) => new Date(time).toISOString();

/**
 * Before 3.2.0; later versions call it deprecated. Each visibility is asked for by its name, because without one Immich 2 answers the timeline
 * alone and Immich 3 everything that is not locked. Source: their search services.
 */
const byFields: SearchForm = {
  searches: ({ albumId, tagId, takenBetween, isMotion, withTrash, withExif }) =>
    SEARCHED.map((visibility) => ({
      ...(withExif ? { withExif } : {}),
      ...(takenBetween === undefined
        ? {}
        : { takenAfter: isoOf(takenBetween[0]), takenBefore: isoOf(takenBetween[1]) }),
      ...(withTrash ? { withDeleted: true } : {}),
      ...(isMotion ? { isMotion } : {}),
      ...(albumId === undefined ? {} : { albumIds: [albumId] }),
      ...(tagId === undefined ? {} : { tagIds: [tagId] }),
      visibility: visibility as NonNullable<MetadataSearchDto['visibility']>,
      size: PAGE,
    })),
  first: { page: 1 },
  next: ({ nextPage }) => (nextPage == null ? null : { page: Number(nextPage) }),
  following: z.object({ nextPage: z.string().nullable() }),
};

/** Since 3.2.0. What is in the trash is found, too, unless that is filtered. Source: SDK 3.2.2 and Immich's issue 31511. */
const byFilter: SearchForm = {
  searches: ({ albumId, tagId, takenBetween, isMotion, withTrash, withExif }) => [
    {
      filter: {
        visibility: { in: [...SEARCHED] as NonNullable<MetadataSearchDto['visibility']>[] },
        ...(withTrash ? {} : { trashedAt: { eq: null } }),
        ...(takenBetween === undefined
          ? {}
          : { takenAt: { gte: isoOf(takenBetween[0]), lte: isoOf(takenBetween[1]) } }),
        ...(isMotion ? { isMotion: { eq: true } } : {}),
        ...(albumId === undefined ? {} : { albumIds: { any: [albumId] } }),
        ...(tagId === undefined ? {} : { tagIds: { any: [tagId] } }),
      },
      ...(withExif ? { withExif } : {}),
      size: PAGE,
    },
  ],
  first: {},
  next: ({ nextCursor }) => (nextCursor == null ? null : { cursor: nextCursor }),
  following: z.object({ nextCursor: z.string().nullable() }),
};

export const searchFormFor = ({ major, minor }: Pick<ServerVersion, 'major' | 'minor'>): SearchForm =>
  major > 3 || (major === 3 && minor >= 2) ? byFilter : byFields;
