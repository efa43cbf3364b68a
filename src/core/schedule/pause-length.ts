/** How long a pause lasts, as it is typed. */

const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;

/**
 * @param text such as `90m`, `3h` or `2d`
 * @returns minutes; null for anything else
 */
export function pauseLength(text: string): number | null {
  const [, count = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const minutes = Number(count) * (MINUTES[unit as keyof typeof MINUTES] ?? 0);
  return minutes > 0 ? minutes : null;
}
