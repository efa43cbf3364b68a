/** What a person can decide about items that are not in Immich. */

/** About those that failed. */
export const FAILURE_CHOICES = ['try-again', 'leave-out'] as const;
export type FailureChoice = (typeof FAILURE_CHOICES)[number];

/** Try it with the next sync, leave it out for good, or have it in Immich again: what was left out, and what was deleted there. */
export const REMAINDER_CHOICES = [...FAILURE_CHOICES, 'bring-back'] as const;
export type RemainderChoice = (typeof REMAINDER_CHOICES)[number];

/** About those that were thrown away in Immich: have them restored there, or leave them out for good. */
export const TRASH_CHOICES = ['restore', 'leave'] as const;
export type TrashChoice = (typeof TRASH_CHOICES)[number];

/** What is in Immich's trash, what was deleted from it, and what is left out. */
export const TRASH_GROUPS = ['in-trash', 'deleted', 'left-out'] as const;
export type TrashGroup = (typeof TRASH_GROUPS)[number];

/** Those that nobody has decided about, one of the groups, or some by their UUIDs. */
export type TrashSelection = 'undecided' | TrashGroup | readonly string[];
