/** What a home cannot do without; a person gives both in the set-up. */
export const SET_UP_NEEDS = ['server', 'key'] as const;
export type SetUpNeed = (typeof SET_UP_NEEDS)[number];
