/** The programs that do the work beside ours. */
export const TOOLS = ['osxphotos', 'immich-go'] as const;
export type ToolName = (typeof TOOLS)[number];
